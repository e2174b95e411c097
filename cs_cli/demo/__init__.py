"""The demo book: an invented portfolio that looks like a real one, the same for the same day."""
