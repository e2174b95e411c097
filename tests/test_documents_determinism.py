import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents_book import rich

ROOT = Path(__file__).parent.parent
MAKE = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from documents_book import Book
from cs_cli.documents.document import make_document
from cs_cli.documents.writers.html import write_html
for audience in ("customer", "internal"):
    for name in ("qbr", "plan"):
        made = make_document(name, Book(Path(sys.argv[2])).review(audience))
        print(sha256(made.markdown.encode()).hexdigest(), sha256(write_html(made.deck).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    book = rich(tmp_path_factory.mktemp("same"), rows=12)
    return str(book.path)


def made(asked, **environment):
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", MAKE, str(Path(__file__).parent), asked],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    ).stdout


def test_the_same_data_makes_the_same_bytes_anywhere(asked):
    first = made(asked, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert len(set(first.split())) == 6  # the plan is the same for both: nothing is missing
    assert made(asked, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C") == first
