"""Passwords and secret addresses: in the system's keyring, in a private file, or in a file that a variable names.

A secret is asked for by name when it is needed, and its text is in no message, log, setting or option.
"""

import base64
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from cs_cli.domain.channels import is_name
from cs_cli.errors import ConfigError, DeniedError, UsageError
from cs_cli.settings import config_dir

SERVICE = "cs-cli"
KEYRING = "the keyring"
_VARIABLE = re.compile(r"CS_SECRET_([A-Z0-9_]+)_FILE")
_TELLING = 8
"""From how many characters on a part of an address counts as secret, too."""


class Secret:
    """A secret text: `reveal()` gives it, nothing else shows it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Secret(…)"

    def reveal(self) -> str:
        """The text, for the one who sends it."""
        return self._text

    def is_in(self, text: str) -> bool:
        """Whether `text` gives the secret away: as it is, quoted, in base 64, or a long part of an address."""
        return any(form and form in text for form in self._forms())

    def _forms(self) -> Iterator[str]:
        whole = self._text
        yield from (whole, quote(whole, safe=""), unquote(whole))
        for shift in range(3):  # base 64 of a text within another one looks different at each of three places
            encoded = base64.b64encode(bytes(shift) + whole.encode()).decode().rstrip("=")
            yield encoded[(0, 2, 3)[shift] : -1]
        if "://" in whole:
            yield from (part for part in re.split(r"[/?&=]", whole.split("://")[1])[1:] if len(part) >= _TELLING)


class NoSecretError(ConfigError):
    """A secret that is needed is nowhere."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'no secret "{name}"',
            f"cs config secret {name} (with --file for a job, which has no keyring)",
        )


def path() -> Path:
    """Where the private file of secrets lies."""
    return config_dir() / "secrets.toml"


def variable(name: str) -> str:
    """The environment variable that may name the file of the secret `name`."""
    return f"CS_SECRET_{name.upper().replace('-', '_')}_FILE"


def read(name: str) -> Secret:
    """The secret `name`, from the first place that has it. Raises NoSecretError, or DeniedError for an open file."""
    return _found(name)[0]


def origin(name: str) -> str | None:
    """Where the secret `name` comes from: the keyring, the path of a file, or nothing."""
    try:
        return _found(name)[1]
    except NoSecretError:
        return None


def names(used: Iterable[str]) -> list[str]:
    """The names of the secrets that the channels use, that the private file holds or that a variable names."""
    of_variables = (match[1].lower().replace("_", "-") for match in map(_VARIABLE.fullmatch, os.environ) if match)
    return sorted({*used, *_of_file(), *of_variables})


def keep(name: str, text: str, *, in_file: bool) -> str:
    """Keep a secret in the keyring, or `in_file` and where there is none in the private file; say where.

    It is taken out of the other place: an old text there could win. Raises UsageError for what is no secret.
    """
    check_name(name)
    if not text or not text.isprintable():
        raise UsageError("a secret is one line of text; nothing was kept", f"cs config secret {name}")
    held = _of_file()
    if not in_file and _into_keyring(name, text):
        if name in held:
            _write(name, None)
        return KEYRING
    _write(name, text)
    _out_of_keyring(name)
    return str(path())


def remove(name: str) -> bool:
    """Take a secret out of the keyring and the private file; whether it was in either."""
    check_name(name)
    was_in_file = name in _of_file()
    if was_in_file:
        _write(name, None)
    return _out_of_keyring(name) or was_in_file


def check_name(name: str) -> None:
    """Raises UsageError, which does not repeat what was said, where `name` is no name of a secret."""
    if not is_name(name):
        raise UsageError(
            "that is no name of a secret; nothing was kept", "Small letters, digits and hyphens: cs config secret slack"
        )


def _found(name: str) -> tuple[Secret, str]:
    if text := _of_keyring(name):
        return Secret(text), KEYRING
    if text := _of_file().get(name):
        return Secret(text), str(path())
    if said := os.environ.get(variable(name)):
        return Secret(_of_named_file(name, Path(said).expanduser())), said
    raise NoSecretError(name)


def _of_named_file(name: str, said: Path) -> str:
    try:
        text = said.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigError(f"{said}, which {variable(name)} names, cannot be read: {why}") from None
    if not text or not text.isprintable():
        raise ConfigError(f"{said}, which {variable(name)} names, holds no line of text")
    return text


def _of_file() -> dict[str, str]:
    """The secrets of the private file. Raises DeniedError where others can read it, ConfigError where it is broken."""
    import tomllib  # noqa: PLC0415  only where a secret is needed

    try:
        with path().open("rb") as file:
            _refuse_open(os.fstat(file.fileno()))
            held = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DeniedError(f"{path()} cannot be read: {error.strerror}", "Whose is the file?") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError(f"{path()} is no TOML", 'Each line like slack = "…", or move it away') from None
    if not all(isinstance(text, str) for text in held.values()):
        raise ConfigError(f"{path()} holds something else than texts", 'Each line like slack = "…"')
    return held


def _refuse_open(found: os.stat_result) -> None:
    if os.name == "nt":  # pragma: no cover  the profile's own rights protect it there
        return
    if found.st_uid != os.getuid():
        raise DeniedError(f"{path()} belongs to another user, so no secret is read from it", f"ls -l {path()}")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise DeniedError(f"{path()} can be read by others, so no secret is read from it", f"chmod 600 {path()}")


def _write(name: str, text: str | None) -> None:
    """Put a secret into the private file, or take it out (`None`)."""
    import tomlkit  # noqa: PLC0415  only for writing

    from cs_cli.disk import write_private  # noqa: PLC0415  only for writing

    held = tomlkit.parse(path().read_text(encoding="utf-8")) if path().exists() else tomlkit.document()
    held.pop(name, None)
    if text is not None:
        held[name] = text
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path(), held.as_string().encode())


def _of_keyring(name: str) -> str | None:
    """What the keyring has; a keyring that is locked, broken or not there (as under cron) has nothing."""
    try:
        found: Any = _keyring().get_password(SERVICE, name)
    except Exception:  # noqa: BLE001  a backend may raise anything; the next place is asked
        return None
    return found if isinstance(found, str) else None


def _into_keyring(name: str, text: str) -> bool:
    try:
        _keyring().set_password(SERVICE, name, text)
    except Exception:  # noqa: BLE001  as above
        return False
    return _of_keyring(name) == text


def _out_of_keyring(name: str) -> bool:
    try:
        _keyring().delete_password(SERVICE, name)
    except Exception:  # noqa: BLE001  as above
        return False
    return True


def _keyring() -> Any:  # noqa: ANN401  the module, which is loaded only where a secret is needed
    import keyring  # noqa: PLC0415  slow to load

    return keyring
