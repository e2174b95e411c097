import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A folder with nothing of the project in it but an environment with the wheel, as a user installs it."""
    folder = tmp_path_factory.mktemp("machine")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    make = [sys.executable, str(ROOT / ".ci" / "environment.py"), str(ROOT / "requirements.lock")]
    subprocess.run(make, cwd=folder, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    pip = [folder / ".venv" / "bin" / "python", "-m", "pip", "install", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    return folder


def typed(machine, command, *words):
    home = {"HOME": str(machine), "PATH": os.defpath, "CS_DB": str(machine / "portfolio.db")}
    run = [machine / ".venv" / "bin" / command, *words]
    return subprocess.run(run, cwd=machine, env=home, check=True, capture_output=True, text=True).stdout


def test_no_dependency_is_missing_and_no_tool_of_ours_is_there(machine):
    assert typed(machine, "pip", "check") == "No broken requirements found.\n"
    listed = typed(machine, "pip", "list", "--format", "freeze")
    assert "typer==" in listed
    assert "pytest" not in listed


@pytest.mark.parametrize("command", ["cs", "cs-cli"])
def test_both_commands_answer(machine, command):
    assert "renewals" in typed(machine, command, "--help")
    assert typed(machine, command, "--version").strip()


def test_from_an_empty_machine_to_a_deck(machine):
    typed(machine, "cs", "demo")
    assert "ACME" in typed(machine, "cs", "accounts")
    typed(machine, "cs", "qbr", "ACME", "-o", "deck.html")
    deck = (machine / "deck.html").read_text("utf-8")
    assert deck.startswith("<!doctype html>")
    assert "Acme Corporation" in deck


def test_the_scorecards_to_copy_are_in_it(machine):
    path = typed(machine, "cs", "scorecard", "copy", "gitlab").strip()
    assert "by_age" in Path(path).read_text("utf-8")
    assert "gitlab" in typed(machine, "cs", "scorecard", "list")
