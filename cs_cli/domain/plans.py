"""The words of a success plan."""

SIDES = ("us", "them", "both")
"""Whose a milestone or a promise is: the vendor's, the customer's, or joint."""
MILESTONES = ("kickoff", "technical", "first-use", "first-value", "go-live", "graduation", "renewal-ready")
"""The kinds of milestone that rules look for."""
LEVELS = ("low", "medium", "high")
"""How likely a risk is, and how bad."""
PERIODS = ("once", "month", "quarter", "year")
"""What a value is per."""
