"""What the agreed value is against the annual fee."""

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.numbers import rounded


def to_fee(value: Section, agreement: Section | None) -> str | None:
    """The agreed value of a year over the annual fee, `3.7`: both in one currency, and every fee known; else None."""
    contracts = [row for row in agreement["contracts"] if not row["is_over"]] if agreement else []
    if not contracts or any(row["fee"] is None for row in contracts):
        return None
    currencies = {*value["minor"], *(row["currency"] for row in contracts)}
    fee, worth = sum(row["fee_minor"] for row in contracts), sum(value["minor"].values())
    if len(currencies) != 1 or fee <= 0 or worth <= 0:
        return None
    return str(rounded(worth / fee, 1))
