"""Mail and calendars become activities: whose they are, which way they went, and what is left out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.addresses import known, ours
from cs_cli.intake.headers import read_headers

ANN = "ann@vendor.example"
DAY = "Fri, 20 Nov 2026 10:00:00 +0000"
NO_RULE = "repeated by a rule that is not understood"
UNKEPT = "the body that nobody keeps"


@pytest.fixture
def book(cs, enter):
    with enter:
        enter.account("ACME", "Acme Corp", domain="acme.example")
        enter.account("BREW", "Ruff Brewery", domain="brew.example")
        enter.account("BREW-LABS", "Ruff Labs", domain="brew.example")
        enter.account("MAIL", "Gmail Users", domain="gmail.com")
        enter.account("GONE", "Gone Ltd", domain="gone.example", archived_on="2026-01-01")
        enter.contact("ACME", "Jo Park", email="Jo.Park@acme.example")
        enter.contact("ACME", "Sam Ito", email="sam@gmail.com")
        enter.contact("BREW-LABS", "Kim Roe", email="kim@brew.example")
    assert cs("config", "set", "me.email", f"{ANN}, ann.lee@gmail.com").code == 0
    assert cs("config", "set", "timezone", "Europe/Berlin").code == 0
    return cs


def mail(sender="jo.park@acme.example", to=ANN, subject="Re: plan", *, number=1, **more):
    date, extra = more.get("date", DAY), more.get("extra", "")
    return f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {date}\nMessage-ID: <{number}@x>\n{extra}\n{UNKEPT}\n"


def mbox(*mails):
    return "".join(f"From x@y Fri Nov 20 10:00:00 2026\n{each}\n" for each in mails)


def event(
    start="DTSTART;TZID=Europe/Berlin:20261102T100000", who="jo.park@acme.example", *more, uid="u1", summary="Sync"
):
    attendees = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{each}" for each in (ANN, *who.split()) if each]
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", start, f"DESCRIPTION:{UNKEPT}", *attendees, *more]
    return [*lines, "END:VEVENT"]


def held(who, *more):
    return event("DTSTART:20261102T100000Z", who, *more)


def ics(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for each in events for line in each), "END:VCALENDAR"]
    return "\r\n".join([*lines, ""])


def write(cs, name, content):
    path = cs.home / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def brought(cs, *files):
    answer = cs("import", *files)
    assert answer.code == 0, answer.talk
    rows = cs("activities", "--json").rows
    return [(r["account"], r["on"], r["kind"], r["direction"], r["summary"], r["contacts"]) for r in rows]


def test_what_they_wrote_is_a_reply_and_what_we_wrote_no_touch(book):
    file = write(
        book,
        "a.mbox",
        mbox(mail(), mail(f"Ann <{ANN}>", "Jo <JO.PARK@ACME.example>, x@acme.example", "plan", number=2)),
    )
    assert brought(book, file) == [
        ("ACME", "2026-11-20", "email", "out", "plan", ["Jo Park"]),
        ("ACME", "2026-11-20", "reply", "in", "Re: plan", ["Jo Park"]),
    ]
    assert [row["two_way"] for row in book("activities", "--json").rows] == [False, True]


@pytest.mark.parametrize(
    ("sender", "to", "found"),
    [
        ("jo.park@acme.example", ANN, ("ACME", "reply")),
        ("new@acme.example", ANN, ("ACME", "reply")),
        ("new@mail.eu.acme.example", ANN, ("ACME", "reply")),
        ("sam@gmail.com", ANN, ("ACME", "reply")),
        ("kim@brew.example", ANN, ("BREW-LABS", "reply")),
        (ANN, "kim@brew.example, other@brew.example", ("BREW-LABS", "email")),
        ("bob@vendor.example", "jo.park@acme.example", ("ACME", "email")),
        ("ann.lee@gmail.com", "jo.park@acme.example", ("ACME", "email")),
        ("other@gmail.com", ANN, "1 of no account"),
        ("x@notacme.example", ANN, "1 of no account"),
        ("jo@gone.example", ANN, "1 of no account"),
        ("other@brew.example", ANN, "1 of several accounts"),
        (ANN, "jo.park@acme.example, kim@brew.example", "1 of several accounts"),
        ("partner@third.example", f"{ANN}, jo.park@acme.example", "1 of no account"),
        ("bob@vendor.example", ANN, "1 among yourselves"),
    ],
)
def test_whose_a_message_is(book, sender, to, found):
    file = write(book, "m.eml", mail(sender, to))
    answer = book("import", file)
    assert answer.code == 0, answer.talk
    if isinstance(found, str):
        assert f"Left out: {found}" in answer.text
        assert book("activities", "--json").rows == []
    else:
        assert [(row["account"], row["kind"]) for row in book("activities", "--json").rows] == [found]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"extra": "Auto-Submitted: auto-replied\n"}, "automatic"),
        ({"extra": "Precedence: bulk\n"}, "automatic"),
        ({"extra": "X-Autoreply: yes\n"}, "automatic"),
        ({"extra": "Content-Type: multipart/report; report-type=delivery-status\n"}, "automatic"),
        ({"date": "Fri, 20 Nov 2027 10:00:00 +0000"}, "without a date that has been"),
        ({"date": "yesterday, I think"}, "without a date that has been"),
        ({"date": "Fri, 20 Nov 9999 23:59:59 -2359"}, "without a date that has been"),
    ],
)
def test_what_is_left_out_of_mail_is_counted_with_its_reason(book, more, reason):
    assert f"Left out: 1 {reason}\n" in book("import", write(book, "m.eml", mail(**more))).text


def test_the_day_is_that_of_ones_own_zone(book):
    file = write(book, "m.eml", mail(date="Fri, 20 Nov 2026 23:30:00 +0000"))
    assert brought(book, file)[0][1] == "2026-11-21"


def test_a_second_import_changes_nothing_and_undo_takes_it_back(book):
    files = [write(book, "a.mbox", mbox(mail(), mail(number=2, subject="Other"))), write(book, "c.ics", ics(event()))]
    assert len(brought(book, *files)) == 3
    again = book("import", *files)
    assert again.text.endswith("Nothing has changed.\n")
    assert "1 activity: 0 new, 0 changed, 1 unchanged" in again.text
    assert book("undo").code == 0
    assert book("activities", "--json").rows == []
    assert book("redo").code == 0
    assert len(book("activities", "--json").rows) == 3


def test_a_dry_run_says_per_account_how_many_and_writes_nothing(book):
    file = write(
        book, "a.mbox", mbox(mail(), mail("x@globex.example", number=2), mail("y@gmail.com", number=3), mail())
    )
    answer = book("import", file, "--dry-run")
    assert answer.text.splitlines() == [
        "Read a.mbox, 4 messages",
        "Would be: 1 activity: 1 new, 0 changed, 0 unchanged",
        "By account: ACME 1. The subject is kept, never the text",
        "Left out: 2 of no account, 1 there twice",
        "Of no account: globex.example 1. Whose is it? cs account edit ACCOUNT --domain globex.example",
        "Of private mailboxes that are no contact's: 1. One: cs contact add ACCOUNT --name … --email …",
        "Nothing was written: a dry run.",
    ]
    [told] = json.loads(book("import", file, "--dry-run", "--json").text)
    assert told["by_account"] == {"ACME": 1}
    assert told["left_out"] == {"of no account": 2, "there twice": 1}
    assert told["of_no_account"] == {"globex.example": 1, "gmail.com": 1}
    assert book("activities", "--json").rows == []


def test_several_accounts_are_named_with_what_to_say(book):
    text = book("import", write(book, "m.eml", mail("x@brew.example"))).text
    assert "Of several accounts: BREW or BREW-LABS (1). Say whose they are: cs contact add ACCOUNT" in text


def test_a_message_in_two_files_is_brought_once(book):
    inbox, sent = write(book, "inbox.mbox", mbox(mail())), write(book, "again.mbox", mbox(mail(), mail(number=2)))
    assert len(brought(book, inbox, sent)) == 2


def test_mail_without_an_id_is_known_again(book):
    file = write(book, "m.eml", mail().replace("Message-ID: <1@x>\n", ""))
    assert len(brought(book, file)) == 1
    assert book("import", file).text.endswith("Nothing has changed.\n")


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (b"=?utf-8?B?w5hyZXN1bmQ=?= plan", "Øresund plan"),
        (b"=?iso-8859-1?Q?caf=E9?=", "café"),
        (b"=?no-such-charset?Q?caf=E9?=", "café"),
        (b"=?utf-8?B?!!!?= plan", "plan"),
        ("café".encode("latin-1"), "café"),
        ("会议".encode(), "会议"),
        (b"two\r\n lines\x1b[31m", "two lines [31m"),
        (b"'=cmd", "=cmd"),
        (b"", None),
        (b"x" * 5000, "x" * 299 + "…"),
    ],
)
def test_every_subject_is_read_and_none_steers_the_terminal(book, subject, told):
    head, tail = mail(subject="@@").encode().split(b"@@", 1)
    assert brought(book, write(book, "m.eml", head + subject + tail))[0][4] == told


@given(st.binary(max_size=400))
def test_no_headers_crash(content):
    assert all(sign.isprintable() or sign.isspace() for sign in read_headers(content).subject)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["From", "To", "Date", "Subject", "Cc", "Message-ID", "Content-Type"]),
            st.binary(max_size=60),
        )
    )
)
def test_no_broken_header_crashes(headers):
    content = b"".join(name.encode() + b": " + value + b"\n" for name, value in headers)
    found = read_headers(content)
    assert found.subject.isprintable()


def test_a_weekly_meeting_is_each_time_it_was_held(book):
    series = event(
        "DTSTART;TZID=Europe/Berlin:20261026T100000", "jo.park@acme.example",
        "RRULE:FREQ=WEEKLY;BYDAY=MO", "EXDATE;TZID=Europe/Berlin:20261109T100000", "RDATE:20261105T090000Z",
    )  # fmt: skip
    moved = event(
        "DTSTART;TZID=Europe/Berlin:20261117T100000", "jo.park@acme.example",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261116T100000", summary="Sync, moved",
    )  # fmt: skip
    found = brought(book, write(book, "c.ics", ics(series, moved)))
    assert [(on, said) for _key, on, _kind, _way, said, _who in found] == [
        ("2026-11-23", "Sync"), ("2026-11-17", "Sync, moved"), ("2026-11-05", "Sync"), ("2026-11-02", "Sync"),
        ("2026-10-26", "Sync"),
    ]  # fmt: skip
    assert {(kind, way, *who) for _key, _on, kind, way, _said, who in found} == {("meeting", "both", "Jo Park")}


def test_a_meeting_that_was_moved_changes_its_day(book):
    assert brought(book, write(book, "c.ics", ics(event())))[0][1] == "2026-11-02"
    moved = event("DTSTART;TZID=Europe/Berlin:20261103T100000")
    assert brought(book, write(book, "c.ics", ics(moved)))[0][1] == "2026-11-03"
    assert len(book("activities", "--json").rows) == 1


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (held("jo.park@acme.example", "CLASS:PRIVATE"), "private"),
        (held("jo.park@acme.example", "CLASS:CONFIDENTIAL"), "private"),
        (held("jo.park@acme.example", "STATUS:CANCELLED"), "cancelled"),
        (event("DTSTART;VALUE=DATE:20261102"), "all day"),
        (event("DTSTART:20261223T100000Z"), "still to come"),
        (event("DTSTART:20261123T220000Z"), "still to come"),
        (event("DTSTART:20261102T100000Z", "bob@vendor.example"), "among yourselves"),
        (event("DTSTART:20261102T100000Z", ""), "among yourselves"),
        (event("DTSTART:20261102T100000Z", "x@globex.example"), "of no account"),
        (held("", "ATTENDEE;CUTYPE=ROOM:mailto:r@acme.example"), "among yourselves"),
        (held("", "ATTENDEE;PARTSTAT=DECLINED:mailto:jo.park@acme.example"), "declined by them"),
        (held("jo.park@acme.example", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANN}"), "declined by you"),
        (held("jo.park@acme.example", "RRULE:FREQ=SECONDLY"), NO_RULE),
        (held("jo.park@acme.example", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), NO_RULE),
        (event("DTSTART:nonsense"), "not readable"),
    ],
)  # fmt: skip
def test_what_is_left_out_of_a_calendar_is_counted_with_its_reason(book, written, reason):
    answer = book("import", write(book, "c.ics", ics(written)))
    assert answer.code == 0, answer.talk
    assert f"Left out: 1 {reason}\n" in answer.text
    assert book("activities", "--json").rows == []


def test_who_declined_was_not_there(book):
    more = ["ATTENDEE;PARTSTAT=DECLINED:mailto:sam@gmail.com", "ORGANIZER:mailto:jo.park@acme.example"]
    assert brought(book, write(book, "c.ics", ics(held("", *more))))[0][5] == ["Jo Park"]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;TZID=America/Los_Angeles:20261101T180000", "2026-11-02"),
        ("DTSTART:20261101T233000Z", "2026-11-02"),
        ("DTSTART:20261101T233000", "2026-11-01"),
        ("DTSTART;TZID=W. Europe Standard Time:20261101T233000", "2026-11-01"),
    ],
)
def test_a_meetings_day_is_that_of_ones_own_zone(book, start, day):
    assert brought(book, write(book, "c.ics", ics(event(start))))[0][1] == day


def test_a_zone_of_the_files_own_is_understood(book):
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:-1000",
        "TZOFFSETTO:-1000", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip
    assert (
        brought(book, write(book, "c.ics", ics(zone, event("DTSTART;TZID=Ours:20261101T160000"))))[0][1] == "2026-11-02"
    )


def test_as_of_a_day_what_came_after_is_left_out(book):
    file = write(book, "c.ics", ics(event(), event("DTSTART:20261110T100000Z", uid="u2")))
    answer = book.as_of("2026-11-05", "import", file)
    assert "1 activity: 1 new" in answer.text
    assert "Left out: 1 still to come" in answer.text


def test_no_text_of_a_mail_or_meeting_is_kept(book):
    brought(book, write(book, "m.eml", mail()), write(book, "c.ics", ics(event())))
    assert UNKEPT.encode() not in book.db.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("c.ics", "hello", 65, "c.ics: there is no calendar with an event in it"),
        ("c.ics", ics(event())[:120], 65, "c.ics: it breaks off in the middle of an event"),
        ("m.eml", "hello\n\nthere", 65, "m.eml: there is no mail in it"),
        ("m.mbox", "", 65, "m.mbox: there is no mail in it"),
        ("m.msg", b"\xd0\xcf\x11\xe0", 65, "m.msg: only Outlook reads such a file"),
        ("none.eml", None, 66, "no file"),
    ],
)
def test_a_file_that_is_none_is_one_clear_error(book, name, content, code, said):
    path = str(book.home / name) if content is None else write(book, name, content)
    answer = book("import", write(book, "good.eml", mail()), path)
    assert (answer.code, said in answer.talk) == (code, True), answer.talk
    assert book("activities", "--json").rows == []


def test_mail_is_known_by_what_is_in_it(book):
    files = [
        write(book, "export", mbox(mail())),
        write(book, "saved", mail(number=2)),
        write(book, "cal", ics(event())),
    ]
    assert len(brought(book, *files)) == 3


def test_an_event_that_cannot_be_read_does_not_stand_in_the_way(book):
    wrong = ["BEGIN:VEVENT", "UID:w", "BEGIN:VALARM", "END:VEVENT"]
    answer = book("import", write(book, "c.ics", ics(wrong, event())))
    assert "1 activity: 1 new" in answer.text


def test_a_hostile_calendar_is_read_in_bounds(book):
    long = event("DTSTART:19900101T100000Z", "jo.park@acme.example", "RRULE:FREQ=DAILY", "X-LONG:" + "y" * 3_000_000)
    answer = book("import", write(book, "c.ics", ics(long)), "--dry-run")
    assert answer.code == 0, answer.talk
    never = event("DTSTART:20200101T100000Z", "jo.park@acme.example", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")
    assert "0 activities" in book("import", write(book, "n.ics", ics(never)), "--dry-run").text


def test_headers_without_end_are_cut(book):
    content = mail().encode().replace(b"\n\n", b"\nX-Long: " + b"y" * 2_000_000 + b"\n\n", 1)
    assert len(brought(book, write(book, "m.eml", content))) == 1


def test_without_an_address_of_ones_own_nothing_is_guessed(cs, enter):
    enter.account("ACME", domain="acme.example")
    answer = cs("import", write(cs, "m.eml", mail()))
    assert answer.code == 78
    assert "cs config set me.email you@yourcompany.com" in answer.talk


def test_mail_before_there_is_a_portfolio_is_of_no_account(cs):
    assert cs("config", "set", "me.email", ANN).code == 0
    assert "Left out: 1 of no account" in cs("import", write(cs, "m.eml", mail()), "--dry-run").text


@pytest.mark.parametrize(
    ("value", "said"),
    [("ann", 'me.email "ann" is no address'), ("ann@x.example, b@", 'me.email "b@" is no address')],
)
def test_an_address_that_is_none_is_refused(cs, value, said):
    answer = cs("config", "set", "me.email", value)
    assert (answer.code, said in answer.talk) == (2, True)


def test_addresses_may_be_a_list_in_the_file_and_a_whole_domain(cs):
    (cs.home / "config").mkdir()
    file = cs.home / "config" / "config.toml"
    file.write_text('[me]\nemail = ["Ann@Vendor.example", "@partner.example"]\n', encoding="utf-8")
    assert {row["key"]: row["value"] for row in cs("config", "show", "--json").rows}["me.email"] == [
        "ann@vendor.example", "@partner.example",
    ]  # fmt: skip
    file.write_text("[me]\nemail = 3\n", encoding="utf-8")
    assert "me.email 3 is no address" in cs("config", "show").talk


def test_who_is_one_of_us():
    us = ours(["ann@vendor.example", "ann@gmail.com", "@partner.example"])
    assert all(map(us.has, ["ANN@gmail.com", "bob@vendor.example", "x@eu.vendor.example", "y@partner.example"]))
    assert not any(map(us.has, ["bob@gmail.com", "x@notvendor.example", "x"]))
    assert us.is_me("Ann@vendor.example")
    assert not us.is_me("bob@vendor.example")


def test_the_narrowest_domain_says_whose_an_address_is():
    who = known([], [("acme.example", "ACME"), ("labs.acme.example", "LABS"), ("www.brew.example", "BREW")])
    assert who.accounts_of(["x@labs.acme.example"]) == {"LABS"}
    assert who.accounts_of(["x@eu.acme.example"]) == {"ACME"}
    assert who.accounts_of(["x@brew.example"]) == {"BREW"}


MEASURE = """
import resource, sys
from cs_cli.main import main
code = main(["import", sys.argv[1], "--dry-run"])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measured in the units of Linux")
def test_a_long_mailbox_takes_no_more_memory_than_a_short_one(book):
    def peak(path: Path) -> int:
        command = [sys.executable, "-c", MEASURE, str(path)]
        done = subprocess.run(command, env=book._environment(None), capture_output=True, cwd=ROOT, check=False)  # noqa: SLF001
        code, kilobytes = done.stderr.split()[-2:]
        assert code == b"0", done.stderr
        return int(kilobytes)

    short = book.home / "short.mbox"
    short.write_text(mbox(mail()), encoding="utf-8")
    long = book.home / "long.mbox"
    body = (UNKEPT * 4 + "\n") * 300
    with long.open("w", encoding="utf-8") as file:
        for number in range(1_000):
            file.write(mbox(mail("x@globex.example", number=number)) + body + "\n")
    assert long.stat().st_size > 30_000_000
    assert peak(long) < peak(short) + 12_000
