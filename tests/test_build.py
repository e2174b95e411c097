import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINNED = re.compile(r"([a-z0-9-]+)==(\S+)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def lines(lock: str) -> list[str]:
    return [line for line in (ROOT / lock).read_text().splitlines() if not line.lstrip().startswith("#")]


def versions(lock: str) -> dict[str, str]:
    return {pin[1]: pin[2] for pin in map(PINNED.fullmatch, lines(lock)) if pin}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_versions_and_hashes_and_no_word_on_where_they_lie(lock):
    strange = [line for line in lines(lock) if not PINNED.fullmatch(line) and not HASH.fullmatch(line)]
    assert strange == []
    assert not re.search(r"://|index|find-links|(^|\s)/", (ROOT / lock).read_text())


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements.lock", PROJECT["build-system"]["requires"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_a_lock_has_all_that_pyproject_asks_for_in_versions_that_it_allows(lock, wanted):
    locked = versions(lock)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def test_the_dev_lock_only_adds_to_the_runtime_lock():
    assert versions("requirements.lock").items() < versions("requirements-dev.lock").items()


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_every_package_that_the_program_imports_is_declared_as_its_own():
    modules = {name.split(".")[0] for path in (ROOT / "cs_cli").rglob("*.py") for name in imported(path)}
    homes = packages_distributions()
    used = {homes[module][0] for module in modules - sys.stdlib_module_names - {"cs_cli"}}
    extras = PROJECT["project"]["optional-dependencies"].values()
    declared = {Requirement(line).name for lines in (PROJECT["project"]["dependencies"], *extras) for line in lines}
    assert {canonicalize_name(name) for name in used} <= {canonicalize_name(name) for name in declared}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("cs_cli-*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.parametrize(("folder", "inside"), [("cs_cli", "cs_cli"), ("templates", "cs_cli/templates")])
def test_the_wheel_holds_every_file_of_a_folder(wheel, folder, inside):
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert files
    assert {f"{inside}/{path.relative_to(ROOT / folder)}" for path in files} <= set(wheel.namelist())


def test_the_wheel_brings_both_commands_and_nothing_but_the_package(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    info = next(top for top in tops if top.endswith(".dist-info"))
    assert tops == {"cs_cli", info}
    scripts = ConfigParser()
    scripts.read_string(wheel.read(f"{info}/entry_points.txt").decode())
    assert dict(scripts["console_scripts"]) == {"cs": "cs_cli.main:entry", "cs-cli": "cs_cli.main:entry"}


def newest_python(path: str) -> str:
    tools = {**os.environ, "PATH": path}
    script = ["/bin/sh", str(ROOT / ".ci" / "python")]
    return subprocess.run(script, env=tools, capture_output=True, text=True, check=True).stdout.strip()


def test_the_newest_python_on_the_path_is_taken_and_the_one_behind_a_virtual_environment():
    found = newest_python(f"{Path(sys.executable).parent}:/usr/bin:/bin")
    asked = [found, "-c", "import sys; print(sys.version_info >= (3, 11), sys.prefix == sys.base_prefix)"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "True True\n"


def test_without_a_python_on_the_path_make_says_so_in_one_line(tmp_path):
    for tool in ("sh", "sort", "tail", "cut"):
        (tmp_path / tool).symlink_to(Path("/usr/bin") / tool)
    make = subprocess.run(
        ["/usr/bin/make", "-C", str(ROOT), "runtime"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert make.returncode == 2
    assert make.stderr.count("\n") == 1
    assert "cs needs Python 3.11 or newer" in make.stderr


def test_without_a_part_a_test_is_skipped_on_a_desk_and_fails_in_ci(needs, monkeypatch):
    assert Path(needs("sh")).is_file()
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-part is not installed"):
        needs("no-such-part")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-part is not installed"):
        needs("no-such-part")
