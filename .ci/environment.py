"""Makes .venv hold exactly what a lock names: `python .ci/environment.py requirements.lock [OTHER.lock ...]`.

The first lock is installed unless one of them already is; a stale, half-made or broken .venv is remade.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv").absolute()
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "installed"


def fingerprint(lock: str) -> str:
    """What a finished environment is known by: this Python, this folder, this lock."""
    return hashlib.sha256(f"{sys.version}\n{VENV}\n".encode() + Path(lock).read_bytes()).hexdigest()


def installed() -> str | None:
    """The fingerprint of a finished environment whose interpreter still runs."""
    if not STAMP.is_file():
        return None
    try:
        subprocess.run([PYTHON, "-c", "import pip"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return STAMP.read_text()


def remove() -> None:
    """Whatever stands at .venv goes: a folder, a link or a file."""
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    else:
        VENV.unlink(missing_ok=True)


def make(lock: str) -> None:
    """From nothing to everything the lock names; the stamp comes last, so a killed run leaves none."""
    remove()
    print(f"Making .venv from {lock} (Python {sys.version.split()[0]})", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--requirement", lock], check=True)
    STAMP.write_text(fingerprint(lock))


def main(locks: list[str]) -> int:
    """The exit code of the step that failed, or 0."""
    if installed() in {fingerprint(lock) for lock in locks}:
        return 0
    try:
        make(locks[0])
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
