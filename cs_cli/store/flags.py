"""What was said to be at risk, and when: forecast calls and recorded health."""

from datetime import date

from cs_cli.domain.at_risk import Flag, Flags
from cs_cli.store.read import Reader

_FLAGS = """
SELECT account_id, coalesce(nullif(contract, ''), product, ''), "on" FROM forecast_calls
WHERE category = 'risk' AND "on" <= :day
UNION ALL SELECT account_id, NULL, "on" FROM health_history WHERE band = 'red' AND "on" <= :day
"""


def flags(reader: Reader, day: date) -> Flags:
    """Every flag that is known on `day`."""
    found = reader.tuples(_FLAGS, {"day": day.isoformat()})
    return Flags(Flag(account_id, contract, date.fromisoformat(on)) for account_id, contract, on in found)
