"""Where things lie and what the user set: flag, then environment, then the config file, then the default."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from cs_cli.domain import channels
from cs_cli.domain.money import EXPONENTS
from cs_cli.errors import ConfigError, UsageError

APP = "cs-cli"


def config_dir() -> Path:
    """The folder of the user's config file, templates, scorecards and mappings (`CS_CONFIG_DIR` names another)."""
    if said := os.environ.get("CS_CONFIG_DIR"):
        return Path(said).expanduser()
    import platformdirs  # noqa: PLC0415  costs some milliseconds that an explicit folder saves

    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def data_dir() -> Path:
    """The folder of the portfolio, its backups and the demo, by the platform's custom (`CS_DATA_DIR` names another)."""
    if said := os.environ.get("CS_DATA_DIR"):
        return Path(said).expanduser()
    import platformdirs  # noqa: PLC0415  as above

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def state_dir() -> Path:
    """The folder of the error log and of what was written where, outside the portfolio (`CS_STATE_DIR`)."""
    if said := os.environ.get("CS_STATE_DIR"):
        return Path(said).expanduser()
    import platformdirs  # noqa: PLC0415  as above

    return Path(platformdirs.user_state_dir(APP, appauthor=False))


class Setting(NamedTuple):
    """One key of the config file: its default and what it means."""

    default: Any
    meaning: str


SETTINGS = {
    "database": Setting(None, "the portfolio file; cs init writes it"),
    "me.name": Setting(None, "your name, on documents and for --owner me"),
    "me.email": Setting(
        (), "your addresses, with commas: who of a mail or meeting is you; @example.com is everybody there"
    ),
    "me.company": Setting(None, "your company's name, on documents"),
    "timezone": Setting(None, "whose day is today, like Europe/Berlin; the machine's where unset"),
    "currency": Setting("USD", "the home currency (ISO 4217), where an import names none"),
    "fiscal_year_start": Setting(1, "the first month of your fiscal year, 1 to 12"),
    "gross_margin": Setting(None, "your gross margin in percent, for the lifetime value of cs retention"),
    "ttv_start": Setting("signature", "from when cs ttv counts: signature, kickoff or go-live"),
    "csat": Setting("top2", "what CSAT is: top2, the share of 4 and 5 of 5, or mean, the mean ÷ 5"),
    "support_hours": Setting("09-17", "when support is staffed, Monday to Friday, like 08:30-17:00; or 24/7"),
    "document.master": Setting(None, "your company's PowerPoint file, whose layouts, fonts and colours decks take"),
    "document.theme": Setting(None, "colours and logo of documents: a TOML file, or NAME.toml in themes/ beside this"),
    "document.footer": Setting(None, "what stands in the footer of every document, behind its own"),
    "document.language": Setting(None, "the language of what documents print themselves: en or de"),
    "delivery.allow_hosts": Setting((), "further hosts that digests may be posted to, your own and private ones"),
    "delivery.ca_file": Setting(None, "a file of certificates to trust beside the machine's own (PEM)"),
}
LANGUAGES = ("en", "de")
CHANNEL = "channel."
"""What the keys of a channel begin with: `channel.mail.host`."""
_EXAMPLES = {
    "database": "~/portfolio.db",
    "me.name": "Ann Lee",
    "me.company": "Acme",
    "delivery.ca_file": "~/company-ca.pem",
    "document.master": "~/brand.pptx",
    "document.theme": "brand",
    "document.footer": "Confidential",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
}


@dataclass(frozen=True)
class Settings:
    """What the config file says, over the defaults; keys are dotted (`me.name`)."""

    path: Path
    said: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  a setting is text or a number
        return self.said.get(key, None if key.startswith(CHANNEL) else SETTINGS[key].default)

    @cached_property
    def folder(self) -> Path:
        """The folder that the user's own templates, scorecards and mappings lie in."""
        return self.path.parent

    @property
    def currency(self) -> str:
        """The home currency."""
        return str(self["currency"])

    @property
    def fiscal_start(self) -> int:
        """The first month of the fiscal year."""
        return int(self["fiscal_year_start"])

    @property
    def channels(self) -> dict[str, dict[str, Any]]:
        """What is said of each channel, by its name: `{"mail": {"host": "smtp.example.com", …}}`."""
        found: dict[str, dict[str, Any]] = {}
        for key, value in self.said.items():
            if key.startswith(CHANNEL):
                _, name, field_ = key.split(".")
                found.setdefault(name, {})[field_] = value
        return found

    def database(self) -> Path:
        """The portfolio that is meant where neither --db nor CS_DB says so."""
        return Path(self["database"]).expanduser() if self["database"] else data_dir() / "portfolio.db"


def load() -> Settings:
    """Read the config file. Raises ConfigError for a syntax error, an unknown key or a value that cannot be."""
    path = config_dir() / "config.toml"
    if not path.exists():
        return Settings(path)
    import tomllib  # noqa: PLC0415  without a config file it is not needed

    try:
        said = _flat(tomllib.loads(path.read_text(encoding="utf-8")))
        return Settings(path, {key: check(key, value, where=str(path)) for key, value in said.items()})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}", "Mend the file, or move it away and run cs init") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", "Whose is the file?") from error
    except UsageError as error:
        raise ConfigError(error.sentence, *error.hints, "Mend the file, or move it away and run cs init") from error


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def check(key: str, value: Any, where: str) -> Any:  # noqa: ANN401  what the user typed
    """`value` as `key` wants it. Raises UsageError for an unknown key and for an impossible value."""
    check_key(key, where)
    if key.startswith(CHANNEL):
        return channels.check_channel(key, value, where)
    read: Callable[[str, Any, str], Any] = _CHECKS.get(key, _text)
    return read(key, value, where)


def check_key(key: str, where: str) -> None:
    """Raises UsageError where `key` is no setting."""
    if key.startswith(CHANNEL):
        channels.check_channel_key(key, where)
    elif key not in SETTINGS:
        from difflib import get_close_matches  # noqa: PLC0415  only for a key that is not there

        close = get_close_matches(key, SETTINGS, n=1)
        raise UsageError(
            f'{where}: no setting "{key}"',
            f"Did you mean {close[0]}?" if close else f"Settings: {', '.join(SETTINGS)}",
        )


def _text(key: str, value: Any, where: str) -> str:  # noqa: ANN401  what the user typed
    if not isinstance(value, str) or "\0" in value:
        raise UsageError(f"{where}: {key} {value!r} is no text", f'Like {key} = "{_EXAMPLES[key]}"')
    return value


def _currency(key: str, value: Any, where: str) -> str:  # noqa: ANN401  as above
    code = _text(key, value, where).upper()
    if code not in EXPONENTS:
        raise UsageError(f'{where}: currency "{value}" is no ISO 4217 code', "Like USD, EUR or GBP")
    return code


def _timezone(key: str, value: Any, where: str) -> str:  # noqa: ANN401  as above
    zone(name := _text(key, value, where), where)
    return name


def _hosts(_key: str, value: Any, where: str) -> Any:  # noqa: ANN401  as above
    return channels.check_hosts(value, where)


def _addresses(_key: str, value: Any, where: str) -> Any:  # noqa: ANN401  as above
    from cs_cli.domain.addresses import check_addresses  # noqa: PLC0415  only an import of mail asks who one is

    return check_addresses(value, where)


def _month(_key: str, value: Any, where: str) -> int:  # noqa: ANN401  a number in the file, text on the command line
    if isinstance(value, (int, str)) and str(value).isdecimal() and 1 <= int(value) <= 12:  # noqa: PLR2004  months
        return int(value)
    raise UsageError(f'{where}: fiscal_year_start "{value}" is no month', "A number from 1 to 12")


def _language(key: str, value: Any, where: str) -> str:  # noqa: ANN401  as above
    if value not in LANGUAGES:
        raise UsageError(f'{where}: {key} "{value}" is no language of documents', f"One of {', '.join(LANGUAGES)}")
    return str(value)


def _choice(key: str, value: Any, where: str) -> str:  # noqa: ANN401  what the user typed
    from cs_cli.domain.ttv import STARTS  # noqa: PLC0415  hardly ever needed
    from cs_cli.domain.voice import METHODS  # noqa: PLC0415  as above

    choices, what = {"csat": (METHODS, "way to reckon it"), "ttv_start": (STARTS, "start")}[key]
    if value not in choices:
        raise UsageError(f'{where}: {key} "{value}" is no {what}', f"One of {', '.join(choices)}")
    return str(value)


def _shift(_key: str, value: Any, where: str) -> str:  # noqa: ANN401  as above
    from cs_cli.domain.business_hours import parse_shift  # noqa: PLC0415  hardly ever needed

    try:
        parse_shift(str(value))
    except ValueError as error:
        raise UsageError(f'{where}: support_hours "{value}" {error}', "Like 09-17, 08:30-17:00 or 24/7") from error
    return str(value)


def _percentage(_key: str, value: Any, where: str) -> str:  # noqa: ANN401  as above
    from cs_cli.domain.lifetime import parse_margin  # noqa: PLC0415  hardly ever needed

    try:
        return f"{parse_margin(str(value)):f}"
    except ValueError as error:
        raise UsageError(f'{where}: gross_margin "{value}" {error}', "Like 80") from error


_CHECKS: dict[str, Callable[[str, Any, str], Any]] = {
    "csat": _choice,
    "currency": _currency,
    "delivery.allow_hosts": _hosts,
    "document.language": _language,
    "fiscal_year_start": _month,
    "gross_margin": _percentage,
    "me.email": _addresses,
    "support_hours": _shift,
    "timezone": _timezone,
    "ttv_start": _choice,
}


def zone(name: str, where: str) -> Any:  # noqa: ANN401  a ZoneInfo; its module is loaded only here
    """The time zone called `name`. Raises UsageError."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  most people set no zone

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(f'{where}: timezone "{name}" is unknown', "Like Europe/Berlin or America/New_York") from error


def save(key: str, value: str) -> Path:
    """Set `key` in the config file, keeping its comments, and return the file's path (made 0600 if new)."""
    import tomlkit  # noqa: PLC0415  only for writing

    checked = check(key, value, where="cs config set")
    document = _document()
    table: Any = document
    *tables, last = key.split(".")
    for depth, name in enumerate(tables, 1):
        table = table.setdefault(name, tomlkit.table(is_super_table=depth < len(tables)))
    table[last] = checked
    return _write(document)


def unset(key: str) -> Path:
    """Take `key` (one of SETTINGS) out of the config file, keeping its comments, and return the file's path."""
    document = _document()
    table: Any = document
    *tables, last = key.split(".")
    for name in tables:
        table = table.get(name, {})
    if last not in table:
        return config_dir() / "config.toml"
    del table[last]
    return _write(document)


def _document() -> Any:  # noqa: ANN401  a document of tomlkit, which is loaded only for writing
    import tomlkit  # noqa: PLC0415  only for writing

    path = config_dir() / "config.toml"
    return tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()


def _write(document: Any) -> Path:  # noqa: ANN401  as above
    from cs_cli.disk import write_private  # noqa: PLC0415  only for writing

    path = config_dir() / "config.toml"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, document.as_string().encode())
    return path


def is_interactive() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
