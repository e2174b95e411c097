"""What people are to a customer's decisions."""

ROLES = ("sponsor", "champion", "economic-buyer", "decision-maker", "user", "billing", "technical")
