"""Make the pictures of documents that README shows: ACME of the demo, drawn by the programs that people open them with.

`make pictures` writes docs/pictures/*.png. It needs LibreOffice, pdftoppm and Chromium, so no gate asks for it. The
data is of one day: the same programs draw the same pictures.
"""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from cs_cli.main import main

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
AS_OF = "2026-11-23"
PROGRAMS = {
    "soffice": (("soffice", "libreoffice"), "LibreOffice", "libreoffice-impress libreoffice-writer"),
    "pdftoppm": (("pdftoppm",), "pdftoppm", "poppler-utils"),
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "Chromium", "chromium"),
}
"""What each is called, its name for people, and its packages on Debian."""
WIDE, GAP, MOST = 1200, 8, 300_000
GROUND = (155, 163, 175)
COLOURS = (0, 256, 128, 64)
"""As many colours as there are (0), or so many."""
SLIDES = {"slide-progress": 4, "slide-adoption": 8}
"""Single slides of the business review, shown large."""


def found_programs() -> dict[str, str]:
    """The path of each program that draws; ends with what to install where one is missing."""
    found = {key: next(filter(None, map(shutil.which, names)), "") for key, (names, _, _) in PROGRAMS.items()}
    missing = [PROGRAMS[key] for key, path in found.items() if not path]
    if missing:
        names = ", ".join(name for _, name, _ in missing)
        packages = " ".join(packages for _, _, packages in missing)
        sys.exit(f"make pictures needs {names} on PATH; on Debian: apt-get install {packages}")
    return found


def run(*words: str) -> None:
    """`cs` with these words, in this process; ends where it fails."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main([*words, "--as-of", AS_OF])
    if code:
        sys.exit(f"cs {' '.join(words)} ended with {code}: {said.getvalue()}")


def documents(folder: Path) -> None:
    """The documents of ACME that are shown, in `folder`."""
    os.environ |= {"CS_DB": str(folder / "demo.db"), "CS_CONFIG_DIR": str(folder), "CS_STATE_DIR": str(folder)}
    run("demo")
    sys.path.insert(0, str(DOCS.parent / "tests"))
    from masters import brand  # noqa: PLC0415  a master of other people, which the tests make

    for suffix in ("pptx", "html", "pdf"):
        run("qbr", "ACME", "-o", str(folder / f"qbr.{suffix}"))
    run("qbr", "ACME", "--master", str(brand(folder)), "-o", str(folder / "master.pptx"))
    run("plan", "ACME", "-o", str(folder / "plan.docx"))


def printed(source: Path, programs: dict[str, str]) -> Path:
    """The document as a PDF of the program that people open it with."""
    into = source.parent / f"{source.name}.pdf"
    profile = f"{source.parent}/profile"
    if source.suffix == ".pdf":
        return source
    if source.suffix == ".html":
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}-chromium")
        drawn = [programs["chromium"], *quiet, "--no-pdf-header-footer", f"--print-to-pdf={into}", source.as_uri()]
        _finished(drawn, into)
        return into
    drawn = [programs["soffice"], f"-env:UserInstallation=file://{profile}-office", "--headless", "--convert-to", "pdf"]
    made = source.with_name("made") / f"{source.stem}.pdf"
    _finished([*drawn, "--outdir", str(made.parent), str(source)], made)
    return made.replace(into)


def _finished(command: Sequence[str], result: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if not result.exists():
        sys.exit(f"{command[0]} made no {result.name}: {done.stderr.strip()[-400:]}")


def pages(printed_as: Path, programs: dict[str, str], wide: int) -> Iterator[Image.Image]:
    """Each page as a picture `wide` pixels across, made of one twice as large: small letters stay readable."""
    folder = printed_as.with_suffix(".pages")
    folder.mkdir(exist_ok=True)
    size = ("-scale-to-x", str(2 * wide), "-scale-to-y", "-1")
    subprocess.run([programs["pdftoppm"], *size, "-png", str(printed_as), str(folder / "page")], check=True)
    for path in sorted(folder.iterdir()):
        with Image.open(path) as page:
            yield page.convert("RGB").resize((wide, round(page.height * wide / page.width)), Image.Resampling.LANCZOS)


def sheet(found: Sequence[Image.Image], across: int) -> Image.Image:
    """All pages in rows of `across`, with a little grey between them."""
    wide, high = found[0].size
    rows = -(-len(found) // across)
    whole = Image.new("RGB", (across * (wide + GAP) + GAP, rows * (high + GAP) + GAP), GROUND)
    for n, page in enumerate(found):
        row, column = divmod(n, across)
        whole.paste(page, (GAP + column * (wide + GAP), GAP + row * (high + GAP)))
    return whole


def write(name: str, picture: Image.Image) -> None:
    """The picture as docs/pictures/NAME.png, in as many colours as stay under MOST bytes."""
    for colours in COLOURS:
        data = io.BytesIO()
        drawn = picture.quantize(colours, Image.Quantize.MAXCOVERAGE) if colours else picture
        drawn.save(data, "PNG", optimize=True)
        if data.tell() < MOST:
            break
    (PICTURES / f"{name}.png").write_bytes(data.getvalue())
    print(f"docs/pictures/{name}.png  {picture.width} × {picture.height}  {data.tell() // 1000} kB")


def everything() -> None:
    """Every picture of a document."""
    programs = found_programs()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        documents(folder)
        for name, across in (("qbr.pptx", 3), ("qbr.html", 3), ("qbr.pdf", 3), ("master.pptx", 3), ("plan.docx", 5)):
            file = printed(folder / name, programs)
            found = list(pages(file, programs, (WIDE - GAP) // across - GAP))
            write(f"sheet-{name.replace('.', '-')}", sheet(found, across))
        large = list(pages(folder / "qbr.pptx.pdf", programs, WIDE))
        for name, number in SLIDES.items():
            write(name, large[number - 1])


if __name__ == "__main__":
    everything()
