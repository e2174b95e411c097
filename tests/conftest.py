"""What every test may ask for: the program on a machine of its own, the demo book, the real parts."""

import fcntl
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, TextIO
from unittest import mock

import pytest
from entries import Entries
from hypothesis import settings

if TYPE_CHECKING:
    from servers import Certificates

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "cs_cli" / "scorecards" / "examples"
OF_THE_TERMINAL = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"}
PARTS = {"chromium": ("chromium", "chromium-browser", "google-chrome")}

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # none, as under cron; never the tester's own
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


STARTED = datetime.now(UTC)


class Clock(datetime):
    """The program's clock: when the tests start it is Monday 23 November 2026, 09:30 in London; then it goes on."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """That day and as much as has passed since the tests started."""
        moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC) + (datetime.now(UTC) - STARTED)
        return moment.astimezone(tz)


def without_the_day(talk: bytes) -> bytes:
    """What a program of its own said on stderr, without the line on another day than its real one."""
    return re.sub(rb"^As of [^\n]*\n", b"", talk)


@dataclass(frozen=True)
class Answer:
    """What one run of the program left behind; `out` and `err` are the bytes as they were written."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Standard output."""
        return self.out.decode()

    @property
    def talk(self) -> str:
        """Standard error."""
        return self.err.decode()

    @property
    def rows(self) -> Any:
        """Standard output read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """`cs` as typed by somebody whose whole machine is the folder `home`; no stream is a terminal."""

    home: Path

    def scored_by(self, example: str, name: str | None = None) -> "Program":
        """This machine with that example scorecard; by another `name`, "default" for all accounts, where it is said."""
        folder = self.home / "config" / "scorecards"
        folder.mkdir(parents=True, exist_ok=True)
        text = (EXAMPLES / f"{example}.toml").read_text("utf-8")
        text = text.replace(f'name = "{example}"', f'name = "{name or example}"')
        (folder / f"{example}.toml").write_text(text if name is None else re.sub("segments = .*", "", text), "utf-8")
        return self

    @property
    def db(self) -> Path:
        """The portfolio's file, there once something was written."""
        return self.home / "portfolio.db"

    def __call__(
        self, *words: str, stdin: str | bytes = b"", env: dict[str, str] | None = None, out: TextIO | None = None
    ) -> Answer:
        """`main(words)` in this process, with files as its three streams, or `out` as its standard output."""
        from cs_cli.main import main  # noqa: PLC0415  # a test of a single module need not load the program

        with (
            TemporaryFile("w+", encoding="utf-8") as typed,
            TemporaryFile("w+", encoding="utf-8") as kept,
            TemporaryFile("w+", encoding="utf-8") as err,
            mock.patch.multiple(sys, stdin=typed, stdout=out or kept, stderr=err),
            mock.patch("cs_cli.context.datetime", Clock),
            mock.patch.dict(os.environ, self._environment(env), clear=True),
        ):
            typed.buffer.write(_encoded(stdin))
            typed.seek(0)
            code = main(words)
            return Answer(code, _written(kept), _written(err))

    def as_of(self, day: str, *words: str, env: dict[str, str] | None = None) -> Answer:
        """The words on that day, e.g. `cs.as_of("2026-11-23", "renewals", "--json")`."""
        return self(*words, "--as-of", day, env=env)

    def process(self, *words: str, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Answer:
        """The same in a process of its own, in the folder `home`."""
        done = subprocess.run(
            [sys.executable, "-m", "cs_cli", *words],
            input=_encoded(stdin),
            capture_output=True,
            cwd=self.home,
            env=self._environment(env),
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def _environment(self, extra: dict[str, str] | None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CS_") and k not in OF_THE_TERMINAL}
        own = {f"CS_{folder}_DIR": self.home / folder.lower() for folder in ("CONFIG", "DATA", "STATE")}
        own |= {"HOME": self.home, "CS_DB": self.db}
        own |= {"PYTHONPATH": ROOT}  # where the program is not installed
        return kept | {name: str(path) for name, path in own.items()} | (extra or {})


@pytest.fixture
def cs(tmp_path: Path) -> Program:
    """The program on an empty machine: `cs("import", "book.csv")` types the words and returns the answer."""
    home = tmp_path / "home"
    home.mkdir()
    return Program(home)


@pytest.fixture(scope="session")
def empty_portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio that holds nothing yet; to copy, never to write to."""
    from cs_cli.store.migrate import bring_up_to_date  # noqa: PLC0415  # as for `main`

    path = tmp_path_factory.mktemp("empty") / "portfolio.db"
    bring_up_to_date(path)
    return path


@pytest.fixture
def enter(cs: Program, empty_portfolio: Path) -> Entries:
    """Writes rows into the portfolio of `cs`: `enter.account("ACME")`, `enter.contract("ACME", "2027-03-01")`."""
    shutil.copy(empty_portfolio, cs.db)
    return Entries(cs.db)


@pytest.fixture
def portfolio(cs: Program, empty_portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of an empty portfolio on the machine of `cs`, which is this process's machine, too."""
    for name, value in cs._environment(None).items():  # noqa: SLF001  # the same machine, without the command line
        monkeypatch.setenv(name, value)
    return Path(shutil.copy(empty_portfolio, cs.db))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> "Certificates":
    """A certificate authority that no machine knows."""
    from servers import Certificates  # noqa: PLC0415  # only what is delivered needs a server

    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def run_process(cs: Program) -> Callable[..., Answer]:
    """As `cs`, each run in a process of its own."""
    return cs.process


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with the demo book of Monday 23 November 2026; to read from, never to write to."""
    home = tmp_path_factory.mktemp("demo")
    answer = Program(home).as_of("2026-11-23", "demo")
    assert answer.code == 0, answer.talk
    return home


@pytest.fixture
def demo(demo_home: Path, tmp_path: Path) -> Program:
    """The program on a machine of its own that holds the demo book of Monday 23 November 2026."""
    return Program(Path(shutil.copytree(demo_home, tmp_path / "demo")))


@pytest.fixture
def on_terminal() -> Callable[..., str]:
    """`on_terminal(cs, "renewals", columns=80)` is what those words show on a terminal that wide."""

    def shown(cs: Program, *words: str, columns: int = 100, env: dict[str, str] | None = None) -> str:
        reader, writer = os.openpty()
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        received: list[bytes] = []
        listener = threading.Thread(target=_receive, args=(reader, received))
        listener.start()
        with open(writer, "w", encoding="utf-8") as screen:  # noqa: PTH123  # a descriptor, not a path
            plain = {"NO_COLOR": "1"} if env is None else env
            answer = cs(*words, env={"TERM": "xterm-256color", **plain}, out=screen)
        listener.join()
        os.close(reader)
        assert answer.code == 0, answer.talk
        return b"".join(received).decode().replace("\r\n", "\n")

    return shown


@pytest.fixture
def needs() -> Callable[[str], str]:
    """`needs("chromium")` is the path of that program; without it the test is skipped, in CI it fails."""

    def path_of(part: str) -> str:
        found = next(filter(None, map(shutil.which, PARTS.get(part, (part,)))), None)
        if found is None:
            missing = pytest.fail if os.environ.get("CI") else pytest.skip
            missing(f"{part} is not installed")
        return found

    return path_of


def _receive(reader: int, received: list[bytes]) -> None:
    with suppress(OSError):  # EIO: the terminal was closed
        while chunk := os.read(reader, 65536):
            received.append(chunk)


def _written(stream: TextIO) -> bytes:
    stream.flush()
    stream.seek(0)
    return stream.buffer.read()


def _encoded(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
