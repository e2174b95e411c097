"""Numbers as an Office chart is told to write them: `1,240`, `96%`, `$310k`, as `charts.label` does."""

from collections.abc import Sequence

_MONEY = "$€£"
_SIZES = ((1e9, ',,,"B"'), (1e6, ',,"M"'), (1e3, ',"k"'), (0.0, ""))
_MOST_DECIMALS, _MOST_FORMS = 2, 3


def number_format(unit: str, values: Sequence[float], least: float = 0.0) -> str:
    """The number format under which `values` read as a chart of this unit writes them.

    Those under `least` are left blank where it is above 0.
    """
    shown = [value for value in values if value >= least] if least > 0 else list(values)
    if unit and unit in _MONEY and least <= 0 and any(value < 0 for value in shown):
        return _owed(unit, shown)
    forms = _money(unit, shown) if unit and unit in _MONEY else [(0.0, _plain(unit, shown))]
    if least > 0:
        hidden = [f'[<{least:.6g}]""']
        forms = forms[: _MOST_FORMS - 1]
    else:
        hidden, forms = [], forms[:_MOST_FORMS]
    sized = [f"[>={limit:.0f}]{form}" for limit, form in forms[:-1]]
    return ";".join((*hidden, *sized, forms[-1][1]))


def _plain(unit: str, values: Sequence[float]) -> str:
    whole = all(value == round(value) or abs(value) >= 100 for value in values)  # noqa: PLR2004  three digits are enough
    return f"{'#,##0' if whole else '#,##0.0'}{_literal(unit)}"


def _money(sign: str, values: Sequence[float]) -> list[tuple[float, str]]:
    """A form for each size of number that is there, the largest first."""
    forms, over = [], float("inf")
    for limit, letters in _SIZES:
        here = [abs(value) / (limit or 1) for value in values if limit <= abs(value) < over]
        over = limit
        if here:
            forms.append((limit, f"{_literal(sign)}#,##0{_decimals(here)}{letters}"))
    return forms or [(0.0, f"{_literal(sign)}#,##0")]


def _owed(sign: str, values: Sequence[float]) -> str:
    """One size of number for all, as the forms for more and for less than nothing leave no room for another."""
    limit, letters = next(size for size in _SIZES if size[0] <= max(map(abs, values)))
    form = f"{_literal(sign)}#,##0{_decimals([value / (limit or 1) for value in values])}{letters}"
    return f"{form};-{form};{_literal(sign)}0"


def _decimals(values: Sequence[float]) -> str:
    """As many decimals as the values have, two at most."""

    def is_enough(count: int) -> bool:
        return all(round(value, count) == round(value, _MOST_DECIMALS) for value in values)

    count = next((n for n in range(_MOST_DECIMALS) if is_enough(n)), _MOST_DECIMALS)
    return f".{'0' * count}" if count else ""


def _literal(text: str) -> str:
    bare = text.replace('"', "")
    return f'"{bare}"' if bare else ""
