"""The same data makes the same bytes, in every template and format, wherever the process runs."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from documents_book import rich

from cs_cli.documents.formats import SUFFIXES
from cs_cli.documents.source.template import template_names

ROOT = Path(__file__).parent.parent
MAKE = """
import sys
from hashlib import sha256
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from documents_book import Book
from documents_text import made
for audience in ("customer", "internal"):
    for which, content in made(Book(Path(sys.argv[2])).review(audience)).items():
        print(audience, *which, sha256(content).hexdigest())
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("same"), rows=12)


def hashes(book, **environment):
    """A line of each document that a process of its own makes there."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    asked = [sys.executable, "-c", MAKE, str(Path(__file__).parent), str(book.path)]
    return subprocess.run(asked, capture_output=True, text=True, check=True, env=env).stdout.splitlines()


def test_the_same_data_makes_the_same_bytes_anywhere_and_changes_none_of_the_portfolio(book):
    before = sha256(book.path.read_bytes()).hexdigest()
    first = hashes(book, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert len([line for line in first if line.startswith("internal")]) == len(template_names()) * len(SUFFIXES)
    assert hashes(book, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C", LANG="de_DE.UTF-8") == first
    assert sha256(book.path.read_bytes()).hexdigest() == before
