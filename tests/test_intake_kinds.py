"""The portfolio's own formats: a kind is known by its header, whoever wrote it."""

from pathlib import Path

import pytest

from cs_cli.intake import mappingfile
from cs_cli.intake.kinds import KINDS, folded
from cs_cli.intake.mapping import recognise
from cs_cli.intake.refusals import SeveralKindsError, UnknownTableError

MAPPINGS = mappingfile.load(Path("nowhere"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_header_that_an_export_writes_is_known_as_its_kind(kind):
    header = [column.name for column in kind.columns if column.exported]
    match = recognise("file.csv", header, MAPPINGS)
    assert match.kind is kind
    assert list(match.columns.values()) == header


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Customer,ARR,Renewal date,CSM", "book"),
        ("Account,ARR (EUR),End", "book"),
        ("account,arr,renews_on,owner", "book"),
        ("account,arr,renews_on", "contracts"),
        ("account,name,domain", "accounts"),
        ("Customer", "accounts"),
        ("Name,Domain,City", "accounts"),
        ("Company,CSM,Tier,Favourite colour", "accounts"),
        ("account,name,email", "contacts"),
        ("Company,First name,Last name,Job Title", "contacts"),
        ("Company,Date,Metric,Value", "measurements"),
        ("Customer,Case number,Created,Priority,Status", "tickets"),
        ("Customer,Survey type,Rating,Date", "surveys"),
        ("Customer,Activity type,Date,Subject,Attendees", "activities"),
        ("Customer,Deal name,Amount,Close date", "opportunities"),
        ("Subject,Due date,Customer", "tasks"),
        ("account,on,text", "notes"),
        ("From,To,Date,Exchange rate", "rates"),
        ("Date,USD,JPY,BGN,CYP,", "rates"),
    ],
)
def test_the_headers_that_people_write_are_known(header, kind):
    assert recognise("file.csv", header.split(","), MAPPINGS).kind.name == kind


@pytest.mark.parametrize(("header", "kinds"), [("account,name", "accounts or contacts")])
def test_a_header_that_fits_two_kinds_is_refused(header, kinds):
    with pytest.raises(SeveralKindsError, match=kinds):
        recognise("file.csv", header.split(","), MAPPINGS)


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("Company,Rating,Date", "for surveys I miss kind"),
        ("Customer,ARR,CSM", "for book I miss renews_on or ends_on"),
        ("Name,Email,Job title", "for contacts I miss account"),
        ("Name,Stage,Owner,Amount", "for accounts I miss account"),
        ("name", "for accounts I miss account"),
        ("x,y", "I know none of its columns"),
    ],
)
def test_a_header_that_fits_none_is_told_what_the_closest_kind_needs(header, missing):
    with pytest.raises(UnknownTableError, match=missing):
        recognise("file.csv", header.split(","), MAPPINGS)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Renewal Date *", "renewal date"),
        ("Renewal_Date__c", "renewal date"),
        ("renewalDate", "renewal date"),
        ("ARR [EUR]", "arr"),
    ],
)
def test_headers_are_compared_without_case_signs_and_brackets(header, word):
    assert folded(header) == word


def test_the_formats_can_be_looked_up(cs):
    every = cs("help", "formats").text
    assert all(f"\n{kind.name} " in every for kind in KINDS)
    assert "-o: cs doc list" in every
    assert "renews_on" in cs("help", "formats", "book").text
    assert "sponsor; champion" in cs("help", "formats", "contacts").text
    assert cs("help", "formats", "books").code == 2
