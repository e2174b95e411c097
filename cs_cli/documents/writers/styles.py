"""Styles that a page needs of its own, as classes: a Content-Security-Policy by hash allows no `style` attribute."""


class Styles:
    """Hands out one class for each distinct set of declarations, in the order they are asked for."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}

    def of(self, declarations: str) -> str:
        """The class name that carries `declarations`."""
        return self._classes.setdefault(declarations, f"k{len(self._classes)}")

    def css(self) -> str:
        """The rules of all classes handed out so far."""
        return "".join(f".{name}{{{said}}}" for said, name in self._classes.items())


def rem(pixels: float) -> str:
    """A length of the 1280 by 720 sheet in rem, of which it is 80 wide."""
    return f"{pixels / 16:.4f}".rstrip("0").rstrip(".") + "rem"
