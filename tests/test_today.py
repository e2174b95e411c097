"""`cs`, `cs today` and `cs why`: each rule that puts a line on the list."""

import re
import shlex
from datetime import date

import pytest
from conftest import Program

from cs_cli.commands.options import run_options
from cs_cli.domain.agenda import Known, Meeting, agenda
from cs_cli.store.days import BEFORE_THE_WORD

TODAY = "2026-11-23"  # a Monday
KEYS = [
    "when", "kind", "account", "what", "rule", "command", "on", "arr", "currency", "health", "band",
    "band_by_hand", "rank", "urgency", "risk", "ranked_arr", "ranked_currency", "converted", "product",
]  # fmt: skip


def items(cs, *words):
    answer = cs.as_of(TODAY, *(words or ("today",)), "--json")
    assert answer.code == 0, answer.talk
    return [(row["when"], row["kind"], row["account"], row["what"]) for row in answer.rows]


@pytest.mark.parametrize("words", [(), ("today",)])
def test_an_empty_machine_shows_what_to_type_next(cs, words):
    answer = cs(*words)
    assert answer.code == 0
    head, *steps = answer.text.splitlines()
    assert head == f"No portfolio at {cs.db} yet. Next:"
    assert [step.split()[:2] for step in steps] == [["cs", "import"], ["cs", "account"], ["cs", "demo"]]
    assert not cs.db.exists()


@pytest.mark.usefixtures("portfolio")
def test_a_portfolio_without_accounts_shows_what_to_type_next(cs):
    assert cs.as_of(TODAY, "today").text.startswith("An empty portfolio. Next:")
    assert cs.as_of(TODAY, "today", "--json").text == "[]\n"


def test_a_task_is_told_where_there_is_no_account_yet(cs, enter):
    enter.task("order visiting cards", "2026-11-22")
    assert items(cs) == [("today", "task", "", "t1 late: order visiting cards, due Sun")]
    assert "t1 late: order visiting cards" in cs.as_of(TODAY, "today").text


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ({"renews": "2026-11-22"}, ("today", "overdue", "ACME", "ended 22 Nov, no outcome recorded")),
        ({"renews": "2025-11-22"}, ("today", "overdue", "ACME", "ended 22 Nov 2025, no outcome recorded")),
        (
            {"renews": "2026-10-01", "notice_received_on": "2026-09-15"},
            ("today", "overdue", "ACME", "gave notice 15 Sep, ended 1 Oct"),
        ),
        ({"renews": "2026-11-23"}, ("today", "decide", "ACME", "sign by today, Mon 23 Nov; no renewal talk")),
        ({"renews": "2026-12-07"}, ("today", "decide", "ACME", "sign by in 14d, Mon 7 Dec; no renewal talk")),
        ({"renews": "2026-12-08"}, ("week", "clock", "ACME", "T-14 exceptions, executive escalation, due Tue")),
        (
            {"renews": "2027-03-01", "auto": True, "notice": 90},
            ("today", "decide", "ACME", "opt-out in 8d, Tue 1 Dec; no renewal talk"),
        ),
        (  # opt-out in 15 days
            {"renews": "2027-03-08", "auto": True, "notice": 90},
            ("week", "clock", "ACME", "T-14 exceptions, executive escalation, due Tue"),
        ),
        (  # opt-out yesterday
            {"renews": "2027-02-20", "auto": True, "notice": 90},
            ("today", "lapsed", "ACME", "opt-out passed 1d ago: renews by itself on 20 Feb 2027"),
        ),
        (
            {"renews": "2027-02-18", "auto": True, "notice": 90},
            ("today", "lapsed", "ACME", "opt-out passed 3d ago: renews by itself on 18 Feb 2027"),
        ),
        (
            {"renews": "2027-02-17", "auto": True, "notice": 90},
            ("week", "lapsed", "ACME", "opt-out passed 4d ago: renews by itself on 17 Feb 2027"),
        ),
        (
            {"renews": "2026-12-09", "auto": True, "notice": 30},
            ("week", "lapsed", "ACME", "opt-out passed 14d ago: renews by itself on 9 Dec"),
        ),
        ({"renews": "2027-02-06", "auto": True, "notice": 90}, None),  # opt-out 15 days ago
        ({"renews": "2027-02-18", "auto": True, "notice": 90, "notice_received_on": "2026-11-22"}, None),
        ({"renews": "2026-12-20", "auto": True, "notice": 30, "months": 1}, None),  # monthly
        (  # renews by itself
            {"renews": "2026-11-30", "auto": True},
            ("today", "clock", "ACME", "T-14 late: exceptions, executive escalation, due 16 Nov"),
        ),
        ({"renews": "2026-11-30", "auto": True, "notice_received_on": "2026-10-01"}, None),  # leaving
    ],
)
def test_a_deadline_is_on_the_list_from_fourteen_days_before(cs, enter, contract, expected):
    enter.contract("ACME", **contract)
    assert items(cs) == ([expected] if expected else [])


def test_an_opt_out_that_passed_is_told_until_an_outcome_is_recorded(cs, enter):
    """$160,000 that was to be decided by 1 December: urgency 7 on the 2nd, 3 from the 5th on."""
    enter.contract("ACME", "2027-03-01", arr=160_000, auto=True, notice=90)
    expected = {"2026-12-01": ("decide", 50), "2026-12-02": ("lapsed", 7), "2026-12-05": ("lapsed", 3)}
    for day, (kind, urgency) in expected.items():
        [row] = cs.as_of(day, "why", "ACME", "--json").rows
        assert (row["kind"], row["urgency"], row["on"]) == (kind, urgency, "2026-12-01")
        assert (row["command"], row["ranked_arr"]) == ("cs brief ACME", 160_000)
    said = cs.as_of("2026-12-02", "why", "ACME").text
    assert "opt-out passed 1d ago: renews by itself on 1 Mar 2027" in said
    assert "neither a notice nor an outcome is recorded" in said
    assert cs.as_of("2026-12-02", "renew", "ACME").code == 0
    assert cs.as_of("2026-12-02", "today", "--json").rows == []


def test_a_contract_that_ended_by_a_notice_is_to_be_recorded_as_lost(cs, enter):
    """Two contracts: the line names the one that is meant."""
    with enter:
        enter.contract("LATE", "2026-10-01", contract="Plat form", notice_received_on="2026-09-15", arr=24_000)
        enter.contract("LATE", "2027-06-01", contract="Sign")
    churn = "cs churn 'LATE/Plat form' --reason CODE --decided 2026-09-15"
    [row] = cs.as_of(TODAY, "today", "--json").rows
    assert (row["command"], row["rule"]) == (
        churn,
        "Plat form (annual) ended on 2026-10-01 by a notice of 2026-09-15, and no outcome is recorded",
    )
    types = [line.strip() for line in cs.as_of(TODAY, "why", "LATE").text.splitlines() if line.startswith("  type")]
    assert types[:2] == [
        f"type     {churn}   (it was lost)",
        "type     cs renew 'LATE/Plat form'   (it was renewed)",
    ]
    assert "Plat form  annual  notice  2026-10-01  53d late" in cs.as_of(TODAY, "renewals").text
    shown = cs.as_of(TODAY, "show", "LATE").text
    assert re.search(r"Plat form  annual  \$24,000  ended 2026-10-01 +notice of 2026-09-15 ", shown)
    done = cs.as_of(TODAY, *shlex.split(churn.replace("CODE", "price"))[1:])
    assert (done.code, cs.as_of(TODAY, "today", "--json").rows) == (0, [])


@pytest.mark.parametrize(
    ("renews", "talked", "when"),
    [
        ("2026-12-01", {"on": "2026-11-01", "topic": "renewal"}, "week"),
        ("2026-11-27", {"on": "2026-11-01", "topic": "renewal"}, "week"),
        ("2026-11-26", {"on": "2026-11-01", "topic": "renewal"}, "today"),  # three days left: in any case
        ("2026-12-01", {"on": "2026-08-25", "topic": "renewal"}, "week"),  # 90 days ago
        ("2026-12-01", {"on": "2026-08-24", "topic": "renewal"}, "today"),  # 91 days ago
        ("2026-12-01", {"on": "2026-11-01", "topic": "value"}, "today"),
        ("2026-12-01", {"on": "2026-11-01", "topic": "renewal", "kind": "email"}, "today"),  # nobody answered
        ("2026-12-01", {"on": "2026-11-24", "topic": "renewal"}, "today"),  # tomorrow has not been
    ],
)
def test_a_talk_about_the_renewal_takes_a_deadline_off_today(cs, enter, renews, talked, when):
    enter.contract("ACME", renews)
    enter.activity("ACME", **talked)
    [(found, _kind, _account, what)] = items(cs)
    assert found == when
    assert ("no renewal talk" in what) is not (talked["on"] in ("2026-11-01", "2026-08-25") and _counts(talked))


def _counts(talked):
    return talked["topic"] == "renewal" and talked.get("kind") != "email"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-20", ("today", "t1 late: call, due Fri")),
        ("2026-11-13", ("today", "t1 late: call, due 13 Nov")),
        ("2026-11-23", ("today", "t1 call, due today")),
        ("2026-11-25", ("week", "t1 call, due Wed")),
        ("2026-11-30", ("week", "t1 call, due 30 Nov")),
        ("2026-12-01", None),
        (None, None),
    ],
)
def test_a_task_is_on_the_list_from_a_week_before(cs, enter, due, expected):
    enter.account("ACME")
    enter.task("call", due, "ACME")
    assert items(cs) == ([(expected[0], "task", "ACME", expected[1])] if expected else [])


@pytest.mark.parametrize("facts", [{"done_on": "2026-11-22"}, {"created_on": "2026-11-24"}])
def test_a_task_that_is_done_or_not_yet_noted_is_not_on_the_list(cs, enter, facts):
    enter.account("ACME")
    enter.task("call", "2026-11-20", "ACME", **facts)
    assert items(cs) == []


def test_a_task_done_later_was_open_then(cs, enter):
    enter.account("ACME")
    enter.task("call", "2026-11-20", "ACME", done_on="2026-11-24")
    assert len(items(cs)) == 1


@pytest.mark.parametrize(
    ("on", "when"),
    [
        ("2026-11-23", "today"),
        ("2026-11-26", "week"),
        ("2026-11-30", "week"),
        ("2026-12-01", None),
        ("2026-11-22", None),
    ],
)
def test_a_planned_qbr_is_on_the_list_for_a_week(cs, enter, on, when):
    enter.account("ACME")
    enter.activity("ACME", on, "qbr")
    assert [item[0] for item in items(cs)] == ([when] if when else [])


def test_a_qbr_further_off_is_not_on_the_list():
    known = Known([], {}, [], [], [Meeting(1, "ACME", date(2026, 12, 1))])
    assert agenda(date(2026, 11, 23), known) == []
    assert len(agenda(date(2026, 11, 24), known)) == 1


def test_a_fall_into_a_worse_band_is_on_the_list_and_a_rise_is_not(demo):
    rows = {row["account"]: row for row in demo.as_of(TODAY, "today", "--json").rows if row["kind"] == "band"}
    before = {row["account"]: row["band"] for row in demo.as_of("2026-11-16", "accounts", "--json").rows}
    now = {row["account"]: row["band"] for row in demo.as_of(TODAY, "accounts", "--json").rows}
    worse = {
        key for key in now if (before[key], now[key]) in (("green", "yellow"), ("green", "red"), ("yellow", "red"))
    }
    assert set(rows) == worse
    assert rows["KESTREL"]["what"].startswith("was green: ")
    assert {row["when"] for row in rows.values() if row["band"] == "red"} == {"today"}
    assert {row["when"] for row in rows.values() if row["band"] == "yellow"} == {"week"}


def test_the_most_pressing_comes_first(cs, enter):
    with enter:
        enter.contract("DECIDE", "2026-11-25")
        enter.contract("SOONER", "2026-11-24")
        enter.contract("OVERDUE", "2026-11-01")
        enter.task("late", "2026-11-20", "DECIDE")
        enter.task("next", "2026-11-24", "DECIDE")
        enter.activity("SOONER", "2026-11-23", "qbr")
    assert [(when, kind, account) for when, kind, account, _ in items(cs)] == [
        ("today", "decide", "SOONER"),
        ("today", "overdue", "OVERDUE"),
        ("today", "decide", "DECIDE"),
        ("today", "task", "DECIDE"),
        ("today", "qbr", "SOONER"),
        ("week", "task", "DECIDE"),
    ]


@pytest.fixture
def shared(cs, enter):
    """Two owners, a task of one's own, an archived account."""
    with enter:
        enter.account("MINE", owner="me")
        enter.account("HERS", owner="lee")
        enter.account("GONE", owner="me", archived_on="2026-01-01")
        enter.contract("MINE", "2026-11-15", arr=96_000, contract="Platform")
        enter.contract("HERS", "2026-11-16", arr=48_000, currency="EUR")
        enter.contract("GONE", "2026-11-16")
        enter.task("order visiting cards", "2026-11-23")
        enter.task("call", "2026-11-25", "HERS")
        enter.task("forget", "2026-11-25", "GONE")
    return cs


def test_an_owner_sees_only_his_accounts(shared):
    assert [item[2] for item in items(shared, "today", "--owner", "me")] == ["MINE"]
    assert [item[2] for item in items(shared, "today", "--owner", "Lee")] == ["HERS", "HERS"]
    assert items(shared, "today", "--owner", "nobody") == []


def test_a_task_about_no_account_is_ones_own_even_with_one_account(cs, enter):
    enter.account("ACME")
    enter.task("order visiting cards", "2026-11-23")
    assert items(cs) == [("today", "task", "", "t1 order visiting cards, due today")]
    assert items(cs, "why", "ACME") == []


def test_the_screen_ends_every_line_with_what_to_type(shared):
    assert (
        shared.as_of(TODAY, "today").text
        == """\
Mon 23 Nov 2026 · 2 accounts · $96,000 + €48,000 ARR, $96,000 + €48,000 past its end
Act today
  ○ grey  MINE  ended 15 Nov, no outcome recorded   $96,000  cs renew MINE
  ○ grey  HERS  ended 16 Nov, no outcome recorded   €48,000  cs renew HERS
                t1 order visiting cards, due today           cs done t1
This week
  ○ grey  HERS  t2 call, due Wed                    €48,000  cs done t2
Ranked within each currency, for lack of a rate: cs rates. Why a line is here: cs why ACCOUNT
"""
    )


def test_a_quiet_week_is_one_line_more(cs, enter):
    enter.contract("ACME", "2027-06-01")
    assert cs.as_of(TODAY, "today").text == (
        "Mon 23 Nov 2026 · 1 account · $12,000 ARR\n1 account: nothing due this week.\n"
    )


def test_the_age_of_the_last_import_is_said_when_it_is_old(cs):
    sheet = cs.home / "book.csv"
    sheet.write_text("Customer,ARR,Renewal date\nAcme,12000,2030-03-01\n")
    assert cs("import", str(sheet)).code == 0
    assert "last import" not in cs("today").text
    assert "last import 3d ago" in cs("today", "--as-of", "3d").text


@pytest.mark.parametrize("before", [["--db", "BOOK"], ["--db=BOOK"], ["--no-input", "--as-of", "today"], []])
def test_an_import_is_one_whatever_stands_before_its_word(cs, before):
    sheet = cs.home / "book.csv"
    sheet.write_text("Customer,ARR,Renewal date\nAcme,12000,2030-03-01\n")
    assert cs(*[word.replace("BOOK", str(cs.db)) for word in before], "import", str(sheet)).code == 0
    assert cs("log", "ACME", "import", "went well").code == 0
    assert "last import 3d ago" in cs("today", "--as-of", "3d").text


def test_an_import_has_the_day_of_the_users_zone_and_counts_from_then_on(cs):
    sheet = cs.home / "book.csv"
    sheet.write_text("Customer,ARR,Renewal date\nAcme,12000,2030-03-01\n")
    assert cs("config", "set", "timezone", "Pacific/Pago_Pago").code == 0  # it is Sunday there
    assert cs("import", str(sheet)).code == 0
    sheet.write_text("Customer,ARR,Renewal date\nAcme,13000,2030-03-01\n")
    assert cs("import", str(sheet)).code == 0
    assert "last import 3d ago" in cs("today", "--as-of", "2026-11-25").text
    assert "last import" not in cs("today", "--as-of", "2026-11-21").text


def test_every_option_with_a_value_that_may_stand_before_a_word_is_known():
    takes_value = [option for option in run_options() if not option.is_flag]
    assert {name for option in takes_value for name in option.opts} == BEFORE_THE_WORD


def test_no_word_with_options_is_today(shared):
    assert shared("--as-of", TODAY).out == shared.as_of(TODAY, "today").out


def test_the_keys_of_a_row_are_pinned_in_their_order(shared):
    rows = shared.as_of(TODAY, "today", "--json").rows
    assert all(list(row) == KEYS for row in rows)
    assert rows[0] == {
        "when": "today", "kind": "overdue", "account": "MINE", "what": "ended 15 Nov, no outcome recorded",
        "rule": "Platform (annual) ended on 2026-11-15, did not renew by itself, and no later term is known",
        "command": "cs renew MINE", "on": "2026-11-15", "arr": 96000, "currency": "USD", "health": None, "band": "grey",
        "band_by_hand": None, "rank": 1, "urgency": 10, "risk": 2, "ranked_arr": 96000, "ranked_currency": "USD",
        "converted": False, "product": 1_920_000,
    }  # fmt: skip
    assert rows[2] | {"rule": ""} == dict.fromkeys(KEYS) | {
        "when": "today", "kind": "task", "account": "", "what": "t1 order visiting cards, due today", "rule": "",
        "command": "cs done t1", "on": "2026-11-23", "rank": 3, "urgency": 3, "risk": 1,
        "converted": False, "product": 3,
    }  # fmt: skip


def test_every_command_that_a_line_ends_with_can_be_typed(demo: Program):
    commands = {row["command"] for row in demo.as_of(TODAY, "today", "--json").rows}
    assert {command.split()[1] for command in commands} >= {"renew", "brief", "done", "health"}
    for command in sorted(commands):
        word, *rest = shlex.split(command)[1:]
        if word == "log":  # what it says first is the account; the talk itself is for whoever calls
            rest = rest[:1]
        dry = ["--help"] if word in ("qbr", "done", "log") else ["--as-of", TODAY]
        assert demo(word, *rest, *dry).code == 0, command


@pytest.mark.parametrize(
    ("contract", "talk", "rule"),
    [
        (
            {"renews": "2027-03-01", "auto": True, "notice": 90, "contract": "Platform"},
            None,
            [
                "Platform (annual): renews by itself on 2027-03-01, less 90 days of notice is 2026-12-01",
                "within 14 days, and no two-way contact about the renewal in 90 days",
            ],
        ),
        (
            {"renews": "2027-03-01", "auto": True, "notice": 3, "notice_kind": "months"},
            "2026-05-13",
            [
                "the annual contract: renews by itself on 2027-03-01, less 3 months of notice is 2026-12-01",
                "within 14 days, and no two-way contact about the renewal in 90 days, the last on 2026-05-13",
            ],
        ),
        (
            {"renews": "2026-12-01"},
            "2026-11-01",
            [
                "the annual contract: it does not renew by itself and must be signed by 2026-12-01",
                "within 14 days, last two-way contact about the renewal on 2026-11-01",
            ],
        ),
    ],
)
def test_why_gives_the_rule_and_its_dates(cs, enter, contract, talk, rule):
    rule = "; ".join(rule)
    enter.contract("ACME", **contract)
    if talk:
        enter.activity("ACME", talk, topic="renewal")
    said = cs.as_of(TODAY, "why", "ACME").text
    assert (
        f"  because  {rule}\n  ranked   urgency 5 × $12,000 × risk 2 (grey) = 120,000\n  type     cs brief ACME\n"
        in said
    )
    assert cs.as_of(TODAY, "why", "acme", "--json").rows[0]["rule"] == rule


def test_why_of_a_contract_past_its_end_offers_both_outcomes_ready_to_copy(shared):
    said = shared.as_of(TODAY, "why", "mine").text
    assert said.splitlines() == [
        "MINE  Mine  ○ grey",
        "Act today: ended 15 Nov, no outcome recorded",
        "  because  Platform (annual) ended on 2026-11-15, did not renew by itself, and no later term is known",
        "  ranked   urgency 10 × $96,000 × risk 2 (grey) = 1,920,000",
        "  type     cs renew MINE/Platform   (it was renewed)",
        "  type     cs churn MINE/Platform --reason CODE --decided DATE   (it was lost)",
        "Health",
        *said.splitlines()[7:],
    ]


@pytest.mark.parametrize("outcome", ["(it was renewed)", "(it was lost)"])
@pytest.mark.parametrize(
    "contract",
    [
        {"contract": "Platform"},
        {"product": "Core suite", "currency": "EUR"},
        {"contract": "It's ours", "months": 6},
        {"months": 1},
        {"months": 18, "arr": 12_345},
    ],
)
def test_what_why_offers_can_be_typed_and_settles_it(cs, enter, contract, outcome):
    enter.contract("ACME", "2026-11-15", **contract)
    before = cs.as_of("2026-11-14", "renewals", "--json").rows[0]
    [line] = [each for each in cs.as_of(TODAY, "why", "ACME").text.splitlines() if outcome in each]
    line = line.replace(outcome, "").replace("CODE", "price").replace("DATE", "yesterday")
    answer = cs.as_of(TODAY, *shlex.split(line)[2:])
    assert answer.code == 0, answer.talk
    assert [kind for _, kind, _, _ in items(cs) if kind == "overdue"] == []
    if outcome == "(it was renewed)":
        [after] = cs.as_of(TODAY, "renewals", "--due", "2y", "--json").rows
        alike = ("contract", "product", "term", "term_months", "arr", "currency")
        assert {key: after[key] for key in alike} == {key: before[key] for key in alike}
        assert after["starts_on"] == "2026-11-15"


def test_why_says_when_nothing_is_due(cs, enter):
    enter.account("ACME")
    said = cs.as_of(TODAY, "why", "acme").text
    assert "Nothing is due here this week.\n" in said
    assert said.endswith("  type     cs health ACME --explain\n")
    assert cs.as_of(TODAY, "why", "acme", "--json").text == "[]\n"


def test_why_of_an_account_that_is_not_there(shared):
    assert shared.as_of(TODAY, "why", "zzz").code == 66


def test_a_limit_is_kept_and_says_what_is_left(demo):
    every = demo.as_of("2026-11-23", "today", "--json").rows
    assert len(every) > 3
    assert demo.as_of("2026-11-23", "today", "--limit", "3", "--json").rows == every[:3]
    whole = demo.as_of("2026-11-23", "today").text.splitlines()
    short = demo.as_of("2026-11-23", "today", "--limit", "3").text.splitlines()
    assert short[-2] == f"{len(every) - 3} more: cs today --all"
    assert (short[0], short[-1]) == (whole[0], whole[-1])
    assert len(short) == 3 + len([line for line in short[1:-2] if line in ("Act today", "This week")]) + 3
    account = every[0]["account"]
    assert len(demo.as_of("2026-11-23", "why", account, "--limit", "0", "--json").rows) == 0


def test_the_options_of_a_list_stand_before_a_word_or_without_one(demo):
    on = ("--as-of", "2026-11-23")
    every = demo("today", "--json", *on).rows
    assert demo("--json", *on).rows == every
    assert demo("--limit", "2", "--format", "json", *on).rows == every[:2]
    assert demo("--json", "today", *on).rows == every
    assert demo("--json", "--limit", "9", "accounts", "--limit", "0", *on).rows == []
    assert demo("--csv", *on).text.startswith("when,kind,account")
    assert demo("--json", "--csv", *on).code == 2
    answer = demo("--json", "log", "ACME", "x")
    assert (answer.code, answer.talk.splitlines()[0]) == (2, "cs: cs log answers with no list, so it has no --json")
    refused = demo("--all", "account", "add")
    assert refused.talk.startswith("cs: cs account add answers with no list, so it has no --all")
    assert demo("--limit", "0", "digest").talk.startswith("cs: cs digest answers with no list, so it has no --limit\n")
