"""A customer-success platform in one file and one command."""

__version__ = "0.1.0"
