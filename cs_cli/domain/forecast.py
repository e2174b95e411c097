"""Forecast categories: what a CSM expects to become of a renewal."""

CATEGORIES = ("commit", "likely", "risk", "omitted")
