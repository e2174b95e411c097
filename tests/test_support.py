"""`cs support`: response and resolution times in business hours by priority, first contact, reopened, open."""

import pytest

from cs_cli.commands.support import KEYS


def by_priority(answer):
    assert answer.code == 0, answer.talk
    return {row["priority"]: row for row in answer.rows if row["by"] is None}


def done(opened, replied, resolved, **facts):
    """A ticket in November 2026: instants as `02T09:30`."""
    return {
        "opened_at": f"2026-11-{opened}:00Z",
        "first_reply_at_utc": f"2026-11-{replied}:00Z",
        "resolved_at_utc": f"2026-11-{resolved}:00Z",
        **facts,
    }


TICKETS = {
    "1": done("02T09:00", "02T10:00", "02T12:00", priority="Sev-1", contacts_count=1),
    "2": done("02T16:00", "03T09:30", "03T11:00", priority="Sev-1", contacts_count=3),  # 1.5 and 3 business hours
    "3": done("06T16:00", "06T16:30", "09T12:00", priority="Sev-2", contacts_count=1),  # over a weekend: 0.5 and 4
    "4": {"opened_at": "2026-11-20T12:00:00Z", "priority": "Sev-2", "contacts_count": 1},
    "5": {"opened_at": "2026-05-04T09:00:00Z", "first_reply_at_utc": "2026-05-04T10:00:00Z"},
}


@pytest.fixture
def desk(cs, enter):
    assert cs("config", "set", "timezone", "UTC").code == 0
    with enter:
        enter.account("ACME", segment="enterprise", owner="me")
        enter.account("BETA", segment="smb", owner="lee")
        for number, facts in TICKETS.items():
            enter.ticket("ACME", number, **facts)
    return cs


def test_the_keys_are_pinned(desk):
    assert list(desk("support", "--json").rows[0]) == KEYS == [
        "by", "group", "priority", "from", "to", "opened", "open", "oldest_account", "oldest_ticket",
        "oldest_opened_on", "oldest_days", "first_response_hours", "first_response_p90_hours", "first_response_n",
        "unanswered", "resolution_hours", "resolution_p90_hours", "resolution_n", "unresolved",
        "first_contact_resolution", "first_contact", "contacts_known", "reopen_rate", "reopened", "resolved",
        "business_hours",
    ]  # fmt: skip


def test_medians_and_p90_by_priority_in_business_hours(desk):
    rows = by_priority(desk("support", "--json"))
    assert list(rows) == [None, "Sev-1", "Sev-2", ""]
    told = {
        name: (row["opened"], row["first_response_hours"], row["first_response_n"], row["resolution_hours"],
               row["resolution_p90_hours"], row["resolution_n"])
        for name, row in rows.items()
    }  # fmt: skip
    assert told == {
        None: (4, 1.0, 3, 3.0, 4.0, 3),
        "Sev-1": (2, 1.25, 2, 3.0, 3.0, 2),
        "Sev-2": (2, 0.5, 1, 4.0, 4.0, 1),
        "": (0, None, 0, None, None, 0),
    }
    assert rows[None]["business_hours"] == "Mon-Fri 09-17"


def test_what_is_open_is_in_no_median_and_is_counted(desk):
    whole = by_priority(desk("support", "--json"))[None]
    assert (whole["open"], whole["unanswered"], whole["unresolved"]) == (2, 1, 1)  # one was opened before the window
    assert (whole["oldest_account"], whole["oldest_ticket"], whole["oldest_opened_on"], whole["oldest_days"]) == (
        "ACME", "5", "2026-05-04", 203,
    )  # fmt: skip
    screen = desk("support").text
    assert screen.startswith("4 tickets opened, 26 Aug to 23 Nov 2026; 2 open on Mon 23 Nov 2026\n")
    assert "In no median, as they go on: 1 still open, 1 of them without a first reply." in screen
    assert "Oldest open: ACME #5, 203d." in screen
    assert "no priority" in screen


def test_first_contact_and_reopened_say_of_how_many(desk, enter):
    enter.ticket(
        "ACME", "6", "2026-11-03T09:00:00Z", priority="Sev-1", contacts_count=1,
        resolved_at_utc="2026-11-03T10:00:00Z", reopened_at_utc="2026-11-04T10:00:00Z",
    )  # fmt: skip
    enter.ticket("ACME", "7", "2026-11-03T09:00:00Z", priority="Sev-1", resolved_at_utc="2026-11-03T10:00:00Z")
    rows = by_priority(desk("support", "--json"))
    told = rows["Sev-1"]
    assert (told["first_contact"], told["contacts_known"], told["first_contact_resolution"]) == (1, 3, 0.333333)
    assert (told["reopened"], told["resolved"], told["reopen_rate"]) == (1, 4, 0.25)
    assert (rows[""]["first_contact_resolution"], rows[""]["reopen_rate"]) == (None, None)
    assert "33% of 3  25% of 4" in desk("support").text


def test_it_goes_by_the_time_zone_and_the_holidays_of_the_account(cs, enter):
    enter.account("ACME", timezone="America/New_York", country="US")
    enter.account("BETA", timezone="Mars/Olympus", country="Nowhere")
    assert cs("config", "set", "timezone", "UTC").code == 0
    for account in ("ACME", "BETA"):  # 26 November is Thanksgiving; 15:00 in UTC is 10:00 in New York
        enter.ticket(account, "1", "2026-11-25T15:00:00Z", resolved_at_utc="2026-11-27T15:00:00Z")
    told = {
        account: by_priority(cs.as_of("2026-11-30", "support", account, "--json"))[None]["resolution_hours"]
        for account in ("ACME", "BETA")
    }
    assert told == {"ACME": 8, "BETA": 16}


def test_the_hours_are_a_setting_and_are_told(desk):
    assert desk("config", "set", "support_hours", "24/7").code == 0
    assert by_priority(desk("support", "--json"))["Sev-2"]["resolution_hours"] == 68
    assert "round the clock (support_hours = 24/7)" in desk("support").text
    assert desk("config", "set", "support_hours", "10-16").code == 0
    assert by_priority(desk("support", "--json"))["Sev-2"]["resolution_hours"] == 2
    assert "Times are medians in business hours: Mon-Fri 10-16 in each account's time zone" in desk("support").text


def test_as_of_a_past_day_what_came_later_is_not_known(desk):
    whole = by_priority(desk.as_of("2026-11-02", "support", "--json"))[None]
    assert (whole["opened"], whole["open"], whole["resolution_n"], whole["first_response_n"]) == (2, 2, 1, 1)


def test_a_median_of_0_is_explained(cs, enter):
    enter.account("ACME", timezone="UTC")
    enter.ticket("ACME", "1", "2026-11-03T19:00:00Z", first_reply_at_utc="2026-11-03T19:30:00Z")
    assert by_priority(cs("support", "--json"))[None]["first_response_hours"] == 0
    assert "0m: most of them came out of hours and were answered before the desk opened." in cs("support").text


def test_a_reply_before_the_ticket_is_no_reply(cs, enter):
    enter.account("ACME")
    enter.ticket("ACME", "1", "2026-11-03T09:00:00Z", first_reply_at_utc="2026-11-02T09:00:00Z")
    assert by_priority(cs("support", "--json"))[None]["first_response_n"] == 0


def test_one_account_and_filters(desk):
    assert by_priority(desk("support", "ACME", "--json"))[None]["opened"] == 4
    assert "  #5, 203d  " in desk("support", "ACME").text
    assert by_priority(desk("support", "seg:smb", "--json"))[None]["opened"] == 0
    assert desk("support", "--segment", "nowhere", "--json").rows == []
    assert "No account fits." in desk("support", "--segment", "nowhere").text


@pytest.mark.parametrize(
    ("by", "groups"),
    [("segment", ["enterprise", "smb"]), ("owner", ["lee", "me"]), ("account", ["ACME", "BETA"])],
)
def test_by_group_each_with_its_priorities(desk, enter, by, groups):
    enter.ticket("BETA", "9", "2026-11-03T09:00:00Z", priority="Sev-1")
    rows = desk("support", "--by", by, "--json").rows
    assert list(dict.fromkeys(row["group"] for row in rows if row["by"])) == groups
    assert [row["opened"] for row in rows if row["group"] == groups[0] and row["priority"] is None] == [
        {"segment": 4, "owner": 1, "account": 4}[by]
    ]
    screen = desk("support", "--by", by).text
    assert f"\n{groups[1]}\n" in screen
    assert f"more rows: cs support --by {by} --all" in desk("support", "--by", by, "--limit", "2").text


def test_no_ticket_is_said_and_is_not_good(cs, enter):
    enter.account("ACME")
    assert cs("support").text == (
        "No ticket, 26 Aug to 23 Nov 2026: nothing can be told. Bring your tickets: cs import FILE\n"
    )
    [row] = cs("support", "--json").rows
    assert (row["opened"], row["first_response_hours"], row["reopen_rate"], row["oldest_ticket"]) == (
        0,
        None,
        None,
        None,
    )


def test_a_narrow_terminal_keeps_what_each_figure_rests_on(demo, on_terminal):
    screen = on_terminal(demo, "support", columns=80)
    assert all(len(line) <= 80 for line in screen.splitlines())
    assert screen.count(" n ") == 2
