"""`cs show ACME` and `cs brief ACME`: where an account stands."""

import pytest

from cs_cli.commands.renewals import KEYS as RENEWAL_KEYS

TODAY = "2026-11-23"
KEYS = [
    "account", "name", "owner", "segment", "stage", "tags", "customer_since", "arr", "currency", "arr_by_currency",
    "renews_on", "decide_on", "health", "band", "band_by_hand", "health_7d", "main_reason", "contracts", "people",
    "tasks", "promises", "tickets", "plan", "last_touch_on", "custom", "gaps", "sentiment",
]  # fmt: skip


@pytest.fixture
def acme(cs, enter):
    """An account with a bit of everything."""
    with enter:
        enter.account(
            "ACME", "Acme Corporation", owner="me", segment="enterprise", customer_since="2023-03-01",
            tags='["eu"]', custom='{"Mood": "good"}',
        )  # fmt: skip
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90, arr=160_000)
        enter.contract("ACME", "2026-12-15", contract="Analytics", months=1, auto=True, arr=24_000)
        enter.contract("ACME", "2025-12-15", contract="Old", status="ended")
        enter.contact("ACME", "Jo Park", title="COO", roles='["sponsor"]')
        enter.contact("ACME", "Sam Ito", roles='["champion", "user"]')
        enter.contact("ACME", "Kim Lo")
        enter.activity("ACME", "2026-05-27", contacts='["Jo Park"]', summary="Agreed the goals")
        enter.activity("ACME", "2026-10-09", contacts='["Sam Ito"]', summary='Sam: "CFO wants ROI"')
        enter.activity("ACME", "2026-11-11", "email", contacts='["Sam Ito"]', summary="Sent the plan")
        enter.task("Sev-1 update to Sam", "2026-11-20", "ACME")
        enter.task("send ROI sheet", "2026-11-27", "ACME")
        enter.task("some day", None, "ACME")
        enter.usage("ACME", "active_users", {"2026-10-01": 200, "2026-11-22": 1000})
        enter.note("ACME", "2026-09-01", "The CFO decides alone")
        enter.note("ACME", "2026-11-24", "Not said yet")
        enter.ticket("ACME", "4417", "2026-11-06T08:00:00Z", subject="Login fails", priority="Sev-1")
        enter.ticket("ACME", "4001", "2026-08-06T08:00:00Z", subject="Typo", resolved_at_utc="2026-08-07T08:00:00Z")
        enter.ticket("ACME", "4500", "2026-11-24T08:00:00Z", subject="Tomorrow's")
    return cs


def test_show_is_one_screen(acme):
    shown = acme.as_of(TODAY, "show", "acme").text
    reason = next(line for line in shown.splitlines() if line.startswith("Why"))
    health = shown.splitlines()[1].split("   ")[0]
    assert (
        shown
        == f"""\
ACME  Acme Corporation · enterprise · owner me · customer since Mar 2023
{health}   $184,000 in 2 contracts   next: opt-out 1 Dec, in 8d
Contracts  Analytics  monthly   $24,000  no notice           renews 2026-12-15  auto
           Platform   annual   $160,000  opt-out 2026-12-01  renews 2027-03-01  auto, 90d notice
Lost       Old, $12,000 a year, ended 2025-12-15: cs winback ACME/Old
{reason}
People     Jo Park, COO, sponsor: 27 May, 180d ago ▲ over 90d
           Sam Ito, champion, user: 9 Oct, 45d ago
           Kim Lo: no contact recorded
           gaps: no economic buyer, one champion only
Open       t1 Sev-1 update to Sam, late 3d
           t2 send ROI sheet, due Fri 27 Nov
           t3 some day
Last note  9 Oct call, Sam Ito: Sam: "CFO wants ROI"
"""
    )
    assert reason.endswith(": cs health ACME --explain")


def test_what_was_promised_and_is_open_stands_with_the_tasks(cs, enter):
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.task("send ROI sheet", "2026-11-27", "ACME")
    for promise in ("us: fix SSO by 25 nov", "them: name a lead by 1 dec", "both: meet in Lyon", "us: gone by 25 nov"):
        assert cs.as_of("2026-11-20", "commitment", "add", "ACME", promise).code == 0
    assert cs.as_of("2026-11-20", "done", "c4").code == 0

    def said(day, word):
        text = cs.as_of(day, word, "ACME").text
        return [line.removeprefix("Open").strip() for line in text.splitlines()]

    there = ["c1 ours: fix SSO, due Wed 25 Nov", "c2 theirs: name a lead, due Tue 1 Dec", "c3 joint: meet in Lyon"]
    assert [line for line in said(TODAY, "show") if line.startswith("c")] == there
    assert [line for line in said(TODAY, "brief") if line in there] == there
    assert "c1 ours: fix SSO, late 3d" in said("2026-11-28", "show")
    [row] = cs.as_of(TODAY, "show", "ACME", "--json").rows
    assert row["promises"][:2] == [
        {"commitment": "c1", "title": "fix SSO", "side": "us", "due_on": "2026-11-25"},
        {"commitment": "c2", "title": "name a lead", "side": "them", "due_on": "2026-12-01"},
    ]


def test_the_brief_says_how_to_log_the_call(acme):
    line = next(line for line in acme.as_of(TODAY, "brief", "ACME").text.splitlines() if "cs log" in line)
    assert line.strip() == 'cs log ACME --call "…"'
    assert acme.as_of(TODAY, "log", "ACME", "--call", "…").code == 0


def test_what_was_lost_in_the_last_year_stays_in_sight(cs, enter):
    enter.contract("LATE", "2026-10-01", contract="Plat form", arr=24_000)
    enter.contract("LATE", "2025-11-23", contract="Older", arr=24_000)
    for name, day in (("Plat form", "2026-09-15"), ("Older", "2025-09-15")):
        assert cs.as_of(TODAY, "churn", f"LATE/{name}", "--reason", "price", "--decided", day).code == 0
    line = "Plat form, $24,000 a year, churned 2026-10-01 (price), decided 2026-09-15: cs winback 'LATE/Plat form'"

    def lines(day, word="show"):
        return cs.as_of(day, word, "LATE").text.splitlines()

    assert "Contracts  none in force" in lines(TODAY)
    assert [said for said in lines(TODAY) if "winback" in said] == [f"Lost       {line}"]
    assert f"  {line}" in lines(TODAY, "brief")
    assert "cs winback 'LATE/Plat form'" not in "".join(lines("2026-09-30"))
    assert "cs winback" not in "".join(lines("2027-10-01"))
    assert cs.as_of(TODAY, "winback", "LATE/Plat form").code == 0
    assert "cs winback" not in "".join(lines(TODAY))


def test_the_keys_are_pinned_in_their_order(acme):
    [row] = acme.as_of(TODAY, "show", "acme", "--json").rows
    assert list(row) == KEYS
    assert [list(contract) for contract in row["contracts"]] == [RENEWAL_KEYS, RENEWAL_KEYS]
    assert [contract["contract"] for contract in row["contracts"]] == ["Platform", "Analytics"]
    assert row["arr_by_currency"] == {"USD": 184_000}
    assert (row["arr"], row["decide_on"], row["renews_on"]) == (184_000, "2026-12-01", "2027-03-01")
    assert row["tags"] == ["eu"]
    assert row["custom"] == {"Mood": "good"}
    assert row["last_touch_on"] == "2026-10-09"
    there = {"left_on": None, "bounced_on": None}
    assert row["people"][:2] == [
        {"name": "Jo Park", "title": "COO", "roles": ["sponsor"], "email": None, "last_touch_on": "2026-05-27"} | there,
        {"name": "Sam Ito", "title": None, "roles": ["champion", "user"], "email": None, "last_touch_on": "2026-10-09"}
        | there,
    ]
    assert row["gaps"] == ["no economic buyer", "sponsor silent for 180d (over 90d)", "one champion only"]
    assert row["tasks"] == [
        {"task": "t1", "title": "Sev-1 update to Sam", "due_on": "2026-11-20"},
        {"task": "t2", "title": "send ROI sheet", "due_on": "2026-11-27"},
        {"task": "t3", "title": "some day", "due_on": None},
    ]
    assert row["tickets"] == [
        {"ticket": "4417", "subject": "Login fails", "priority": "Sev-1", "opened_on": "2026-11-06"}
    ]


def test_show_and_the_lists_say_the_same_health(demo):
    listed = {row["account"]: row for row in demo.as_of(TODAY, "accounts", "--json").rows}
    for key in ("ACME", "KESTREL", "DOVECOTE", "VESPER"):
        [row] = demo.as_of(TODAY, "show", key, "--json").rows
        assert (row["health"], row["band"]) == (listed[key]["health"], listed[key]["band"])
        assert (row["arr"], row["decide_on"]) == (listed[key]["arr"], listed[key]["decide_on"])


def test_slack_is_one_line_to_paste(acme, demo):
    said = acme.as_of(TODAY, "show", "acme", "--slack").text
    assert said.startswith("Acme Corporation (ACME): ")
    assert " · $184,000 ARR · opt-out 1 Dec · " in said
    assert said.count("\n") == 1
    assert demo.as_of(TODAY, "show", "ACME", "--slack").text.startswith(
        "Acme Corporation (ACME): ■ red 40 · $184,000 ARR"
    )


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ({"renews": "2026-11-15"}, "annual  $12,000  ended 2026-11-15  no outcome  not auto"),
        ({"renews": "2026-12-15"}, "annual  $12,000  sign by 2026-12-15  in 22d  not auto"),
        ({"renews": None}, "evergreen  $12,000  evergreen  not auto"),
        (
            {"renews": "2027-02-18", "auto": True, "notice": 90},
            "annual  $12,000  opt-out 2026-11-20 passed  renews 2027-02-18  auto, 90d notice",
        ),
        (
            {"renews": "2027-02-18", "auto": True, "notice": 2, "notice_kind": "months"},
            "annual  $12,000  opt-out 2026-12-18  renews 2027-02-18  auto, 2 months notice",
        ),
        (
            {"renews": "2027-02-18", "auto": True, "notice": 5, "notice_kind": "business"},
            "annual  $12,000  opt-out 2027-02-11  renews 2027-02-18  auto, 5 business days notice",
        ),
        (
            {"renews": "2027-01-10", "auto": True, "notice_received_on": "2026-11-01"},
            "annual  $12,000  notice received  ends 2027-01-10  auto",
        ),
        ({"renews": "2027-01-10", "product": "Core"}, "Core  annual  $12,000  sign by 2027-01-10  in 48d  not auto"),
    ],
)
def test_each_state_of_a_contract_is_said(cs, enter, contract, said):
    enter.contract("ACME", **contract)
    assert f"Contracts  {said}\n" in cs.as_of(TODAY, "show", "ACME").text


@pytest.mark.parametrize(
    ("next_starts", "said"),
    [("2026-12-15", "renewed, until 2026-12-14"), ("2026-12-01", "renewed, until 2026-11-30")],
)
def test_a_term_that_was_renewed_early_says_until_when_it_runs(cs, enter, next_starts, said):
    with enter:
        enter.contract("ACME", "2026-12-15", contract="Platform", auto=True, notice=30)
        enter.contract("ACME", "2027-12-15", contract="Platform", starts=next_starts)
    for word in ("show", "brief"):
        lines = cs.as_of(TODAY, word, "ACME").text.splitlines()
        [first] = [line for line in lines if line.startswith("Contracts")]
        assert first.split()[:4] == ["Contracts", "Platform", "annual", "$12,000"]
        assert f"  {said}  " in first
        assert lines[lines.index(first) + 1].split()[-8:-2] == ["$12,000", "sign", "by", "2027-12-15", "in", "387d"]
        assert "evergreen" not in "".join(lines)


def test_an_account_of_which_little_is_known_is_short(cs, enter):
    enter.account("BARE", archived_on="2026-01-01")
    shown = cs.as_of(TODAY, "show", "bare").text
    assert shown.splitlines()[:3] == [
        "BARE  Bare · archived",
        "○ grey",
        "Contracts  none: cs contract add BARE --renews … --arr …",
    ]
    assert "People     nobody recorded yet\n" in shown
    assert "Open" not in shown
    assert "Last note" not in shown
    assert cs.as_of(TODAY, "show", "bare", "--slack").text.startswith("Bare (BARE): ○ grey")


def test_what_only_we_sent_is_the_last_note_where_nobody_answered(cs, enter):
    enter.account("ACME")
    enter.activity("ACME", "2026-11-11", "email")
    assert "Last note  11 Nov email: no words\n" in cs.as_of(TODAY, "show", "acme").text


def test_a_brief_is_a_page_with_what_is_at_stake_first(acme):
    said = acme.as_of(TODAY, "brief", "acme").text
    titles = ["At stake", "Health", "Usage", "People", "Said lately", "Open", "Tickets", "Notes", "Afterwards"]
    assert [line for line in said.splitlines() if line in titles] == titles
    at_stake = "  opt-out in 8d, Tue 1 Dec; no renewal talk (Platform (annual): renews by itself on 2027-03-01, "
    at_stake += "less 90 days of notice is 2026-12-01; within 14 days, "
    at_stake += "and no two-way contact about the renewal in 90 days)"
    for line in (
        at_stake,
        "  active users 200 → 1,000 (2026-10-01 to 2026-11-22)",
        "  27 May call, Jo Park: Agreed the goals",
        "  #4417 Sev-1 Login fails, open 17d",
        "  1 Sep  The CFO decides alone",
        '  cs log ACME --call "…"',
    ):
        assert f"{line}\n" in said
    assert "Not said yet" not in said
    assert "4001" not in said
    assert acme.as_of(TODAY, "brief", "acme", "--json").out == acme.as_of(TODAY, "show", "acme", "--json").out


def test_a_brief_of_a_bare_account_leaves_out_what_is_not_there(cs, enter):
    enter.account("BARE")
    said = cs.as_of(TODAY, "brief", "bare").text
    assert "  nothing is due this week\n" in said
    for title in ("Usage", "Said lately", "Open", "Tickets", "Notes"):
        assert f"\n{title}\n" not in said


def test_what_a_brief_offers_afterwards_can_be_typed(acme):
    assert acme.as_of(TODAY, "log", "ACME", "Talked about price", "--kind", "call").code == 0
    assert acme.as_of(TODAY, "task", "ACME", "send the offer", "--due", "fri").code == 0


@pytest.mark.parametrize("word", ["show", "brief"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_every_account_of_the_demo_fits_the_terminal(demo, on_terminal, word, columns):
    from rich.cells import cell_len  # noqa: PLC0415  # here only

    for key in ("ACME", "SEMAPHORE", "NAMER", "HOKUSEI", "SUNFLOWER", "DOVECOTE"):
        for line in on_terminal(demo, word, key, "--as-of", TODAY, columns=columns).splitlines():
            assert cell_len(line) <= columns, line


def test_a_line_to_paste_has_no_format(demo):
    answer = demo("show", "ACME", "--slack", "--json")
    assert (answer.code, answer.text) == (2, "")
    assert answer.talk.splitlines() == [
        "cs: cs show --slack answers with one line and has no --format json",
        "  As data: cs show ACME --json",
    ]
    answer = demo("backup", "--csv")
    assert (answer.code, answer.talk.splitlines()[-1]) == (2, "  The copies there are: cs backup --list --json")
    assert demo("backup", "--list", "--json").rows == []
