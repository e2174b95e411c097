"""Random histories of outcomes: no day has two terms of one contract, and each step can be taken back."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import Program
from entries import Entries
from hypothesis import given, settings
from hypothesis import strategies as st

FIRST = date(2026, 1, 31)
STEPS = st.one_of(
    st.tuples(st.just("renew"), st.sampled_from([(), ("--uplift", "5%"), ("--term", "quarterly"), ("--seats", "7")])),
    st.tuples(
        st.just("churn"),
        st.sampled_from([(), ("--on", "2w"), ("--on", "-2w")]).map(lambda on: ("--reason", "price", *on)),
    ),
    st.tuples(st.just("amend"), st.sampled_from([("--seats", "5"), ("--arr", "700", "--on", "3w")])),
    st.tuples(st.just("notice"), st.just(())),
    st.tuples(st.just("winback"), st.sampled_from([(), ("--on", "1m"), ("--term", "evergreen")])),
)
TERMS = st.fixed_dictionaries(
    {
        "months": st.sampled_from([1, 2, 3, 12]),
        "auto": st.booleans(),
        "notice": st.sampled_from([None, 10, 25]),
        "seats": st.sampled_from([None, 10]),
    }
)


@settings(max_examples=25)
@given(TERMS, st.lists(st.tuples(STEPS, st.integers(0, 200)), min_size=1, max_size=6))
def test_no_day_has_two_terms_and_every_step_can_be_taken_back(
    empty_portfolio: Path, term: dict[str, int], steps: Sequence[tuple[tuple[str, tuple[str, ...]], int]]
) -> None:
    with TemporaryDirectory() as folder:
        cs = Program(Path(folder))
        shutil.copy(empty_portfolio, cs.db)
        enter = Entries(cs.db)
        day = FIRST
        enter.contract("ACME", (FIRST + timedelta(85)).isoformat(), starts=FIRST.isoformat(), **term)  # type: ignore[arg-type]
        states = [stored(cs)]
        for (word, options), pause in steps:
            day += timedelta(pause)
            decided = ("--decided", day.isoformat()) if word == "churn" else ()
            answer = cs.as_of(day.isoformat(), word, "ACME", *options, *decided)
            assert answer.code in (0, 2, 65), answer.talk
            if answer.code == 0 and stored(cs) != states[-1]:
                states.append(stored(cs))
            else:
                assert stored(cs) == states[-1]
            assert shared_days(cs) == []
        while len(states) > 1:
            states.pop()
            assert cs("undo").code == 0
            assert stored(cs) == states[-1]


def stored(cs: Program) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(cs.db)) as connection:
        return connection.execute("SELECT * FROM contract ORDER BY id").fetchall()


def shared_days(cs: Program) -> list[tuple[object, ...]]:
    """The terms that begin before another one that began earlier has ended."""
    with closing(sqlite3.connect(cs.db)) as connection:
        return connection.execute(
            "SELECT a.id, b.id FROM contract a JOIN contract b ON a.id <> b.id AND a.starts_on <= b.starts_on "
            "WHERE b.starts_on < coalesce(a.ended_on, a.renews_on, '9999')"
        ).fetchall()
