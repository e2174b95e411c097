"""Templates: where they lie, and how one becomes Markdown.

The user's own folder comes first. A template of their own runs in a child process with limits; one that is shipped,
or an unchanged copy of it, runs in this process.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import GeneratorType, TracebackType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from cs_cli.documents.source.environment import Environment
from cs_cli.errors import BadDataError, NotFoundError, sentence_of

SUFFIX = ".md.j2"
PARTS = "parts"
"""The folder of what several templates include, beside them."""
FAULTS = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    MemoryError,
)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a template of the user's own may take: CPU seconds, memory and output in MB."""

    cpu_seconds: int = 10
    memory_mb: int = 512
    output_mb: int = 20


class TooMuchError(Exception):
    """A template went over one of its limits."""


def shipped_folder() -> Path:
    """The folder of the shipped templates: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[2]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def template_names(own: Path | None = None) -> list[str]:
    """The names of all templates, the user's own among them."""
    folders = [shipped_folder(), *([own] if own else [])]
    return sorted({path.name.removesuffix(SUFFIX) for folder in folders for path in folder.glob(f"*{SUFFIX}")})


def find_template(name: str, own: Path | None = None) -> Path:
    """The file of a template: the user's own before the shipped one. Raises NotFoundError."""
    for folder in ([own] if own else []) + [shipped_folder()]:
        path = folder / f"{name}{SUFFIX}"
        if name == Path(name).name and path.is_file():
            return path
    raise NotFoundError(f'no template "{name}"', f"There are {sentence_of(template_names(own), 'and')}.")


def shipped_file(name: str) -> Path:
    """The file of a shipped template, or of a part that several include (`parts/summary`). Raises NotFoundError."""
    parts = {f"{PARTS}/{path.name.removesuffix(SUFFIX)}": path for path in shipped_folder().glob(f"{PARTS}/*{SUFFIX}")}
    if name.startswith(f"{PARTS}/") and name not in parts:
        raise NotFoundError(f'no part "{name}"', f"There are {', '.join(sorted(parts))}.")
    return parts.get(name) or find_template(name)


def is_shipped(path: Path, own: Path | None = None) -> bool:
    """Whether the file is a shipped template to the byte, by its hash, and so is every part that it may include.

    Parts of the user's `own` folder come before those that are shipped.
    """
    parts = own.glob(f"{PARTS}/*{SUFFIX}") if own else ()
    return _is_same(path, path.name) and all(
        _is_same(part, f"{PARTS}/{part.name}") for part in parts if (shipped_folder() / PARTS / part.name).is_file()
    )


def _is_same(path: Path, shipped: str) -> bool:
    original = shipped_folder() / shipped
    return original.is_file() and _hash(path) == _hash(original)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def render(name: str, data: Mapping[str, Any], own: Path | None = None, limits: Limits | None = None) -> str:
    """The Markdown that template `name` makes of `data` (plain JSON data).

    Raises BadDataError with the template's file and line for whatever is wrong in it, its limits included.
    """
    return render_file(find_template(name, own), data, own, limits)


def render_file(path: Path, data: Mapping[str, Any], own: Path | None = None, limits: Limits | None = None) -> str:
    """The same of the template at `path`; it may include those in `own`, else beside it, and shipped ones."""
    if is_shipped(path, own):
        return rendered(path.name, data, (shipped_folder(),))
    folders = dict.fromkeys((own or path.parent, shipped_folder()))
    return _in_child(path.name, data, tuple(folders), limits or Limits())


@cache
def environment_of(folders: tuple[Path, ...]) -> Environment:
    return Environment(folders)


def rendered(file: str, data: Mapping[str, Any], folders: tuple[Path, ...], output_bytes: int | None = None) -> str:
    """The template rendered in this process; `output_bytes` is the most it may write."""
    environment = environment_of(folders)
    try:
        template = environment.get_template(file)
        pieces, size = [], 0
        for piece in (stream := template.generate(data)):
            size += len(piece.encode())
            if output_bytes is not None and size > output_bytes:
                line = template.get_corresponding_lineno(_line_of(stream))
                raise _wrong(str(template.filename), line, f"it writes more than {output_bytes // MEGABYTE} MB")
            pieces.append(piece)
    except TemplateSyntaxError as error:
        raise _wrong(error.filename or file, error.lineno, error.message or "syntax error") from error
    except TemplateNotFound as error:
        raise _wrong(*_place(error.__traceback__, file), f'there is no template "{error.name}"') from error
    except (TooMuchError, *FAULTS) as error:
        raise _wrong(*_place(error.__traceback__, file), _said(error)) from error
    return "".join(pieces)


def _line_of(stream: Iterator[str]) -> int:
    """The line at which a half-run generator stands, in the code that Jinja wrote."""
    frame = stream.gi_frame if isinstance(stream, GeneratorType) else None
    return frame.f_lineno if frame else 1


def _said(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "it needs more memory than a template may have"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    return str(error) or type(error).__name__


def _place(trace: TracebackType | None, file: str) -> tuple[str, int]:
    """The innermost line of a template in a traceback; Jinja has put its own lines there."""
    place = (file, 1)
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename.endswith(".j2"):
            place = (code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _wrong(file: str, line: int, what: str) -> BadDataError:
    return BadDataError(f"template {Path(file).name}, line {line}: {what}", f"The file: {file}")


def _in_child(file: str, data: Mapping[str, Any], folders: tuple[Path, ...], limits: Limits) -> str:
    asked = {"file": file, "data": data, "folders": [str(folder) for folder in folders], "limits": asdict(limits)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cs_cli.documents.source.child"],
            input=json.dumps(asked).encode(), capture_output=True, check=False, timeout=3 * limits.cpu_seconds + 5,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _wrong(str(folders[0] / file), 1, "it takes too long") from error
    if done.returncode:
        raise _wrong(str(folders[0] / file), 1, "it went over its limits of time or memory")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise BadDataError(answer["error"], *answer["hints"])
    return str(answer["text"])
