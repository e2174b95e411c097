import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "environment.py"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "small.lock").write_text("")
    (folder / "large.lock").write_text("# more\n")
    bring_up(folder, "small.lock")
    return folder


def bring_up(folder, *locks):
    run = [sys.executable, str(SCRIPT), *locks]
    return subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True).stderr


def works(folder):
    imported = [folder / ".venv" / "bin" / "python", "-c", "import pip"]
    return subprocess.run(imported, check=False, capture_output=True).returncode == 0


def lose_the_interpreter(folder):
    python = folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(folder / "python-of-last-year")


def change_the_lock(folder):
    with (folder / "small.lock").open("a") as lock:
        lock.write("# newer\n")


def stop_half_way(folder):
    (folder / ".venv" / "installed").unlink()
    (folder / ".venv" / "pyvenv.cfg").unlink()


def put_a_link_in_its_place(folder):
    (folder / ".venv").rename(folder / "elsewhere")
    (folder / ".venv").symlink_to("elsewhere")
    (folder / "elsewhere" / "installed").write_text("another project's")


@pytest.mark.parametrize("damage", [lose_the_interpreter, change_the_lock, stop_half_way, put_a_link_in_its_place])
def test_an_environment_that_is_not_whole_is_made_again(folder, damage):
    damage(folder)
    assert "Making .venv from small.lock" in bring_up(folder, "small.lock")
    assert works(folder)
    assert bring_up(folder, "small.lock") == ""


def test_an_environment_of_the_second_lock_serves_the_first_but_not_the_other_way_round(folder):
    assert "Making .venv from large.lock" in bring_up(folder, "large.lock")
    assert bring_up(folder, "small.lock", "large.lock") == ""
    bring_up(folder, "small.lock")
    assert "Making .venv from large.lock" in bring_up(folder, "large.lock")


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_a_failed_install_fails_each_time_it_is_tried(folder, attempt):
    (folder / "wrong.lock").write_text("mdurl==0.1.2 --hash=sha256:" + "0" * 64 + "\n")
    run = [sys.executable, str(SCRIPT), "wrong.lock"]
    offline = {**os.environ, "PIP_NO_INDEX": "1"}
    failed = subprocess.run(run, cwd=folder, check=False, capture_output=True, text=True, env=offline)
    assert failed.returncode == 1, attempt
    assert "Traceback" not in failed.stderr
