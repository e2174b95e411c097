from datetime import date

import pytest
from documents_book import AS_OF, new_book, rich

from cs_cli.documents.document import make_document
from cs_cli.documents.moments import after, before, day_said, last_full_quarter, quarter_of
from cs_cli.documents.numbers import change_pct, counted, duration, listed, percent, plural, rounded, signed
from cs_cli.documents.writers.html import write_html
from cs_cli.errors import BadDataError


@pytest.fixture
def book(tmp_path):
    return new_book(tmp_path)


@pytest.fixture
def acme(book):
    return book.account()


def titles(document):
    return ["".join(run.text for run in slide.title) for slide in document.deck.slides]


def sections(document):
    return [slide.about("section") for slide in document.deck.slides]


@pytest.mark.parametrize(
    ("as_of", "month", "name", "first", "last"),
    [
        ("2026-11-23", 1, "Q3 2026", "2026-07-01", "2026-09-30"),
        ("2026-09-30", 1, "Q3 2026", "2026-07-01", "2026-09-30"),
        ("2026-09-29", 1, "Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026-01-01", 1, "Q4 2025", "2025-10-01", "2025-12-31"),
        ("2026-11-23", 2, "Q3 FY27", "2026-08-01", "2026-10-31"),
        ("2026-05-15", 2, "Q1 FY27", "2026-02-01", "2026-04-30"),
        ("2026-11-23", 12, "Q3 FY26", "2026-06-01", "2026-08-31"),
        ("2024-03-31", 4, "Q4 FY24", "2024-01-01", "2024-03-31"),
    ],
)
def test_a_review_looks_back_on_the_last_full_quarter(as_of, month, name, first, last):
    period = last_full_quarter(date.fromisoformat(as_of), month)
    assert (period.name, period.first.isoformat(), period.last.isoformat()) == (name, first, last)
    assert after(before(period, month), month) == period
    assert period.holds(period.last)
    assert len(period.months) == 3


def test_every_day_lies_in_a_quarter_of_three_months():
    for month in range(1, 13):
        for day in (date(2024, 1, 31), date(2024, 2, 29), date(2025, 12, 31)):
            assert quarter_of(day, month).holds(day)


@pytest.mark.parametrize(
    ("text", "said"), [("2027-03-01", "1 Mar 2027"), ("2027-03-01T10:00:00Z", "1 Mar 2027"), ("soon", "soon"), ("", "")]
)
def test_a_day_in_words(text, said):
    assert day_said(text) == said


def test_numbers_are_rounded_half_up_and_only_once():
    assert (percent(1, 8), percent(9, 8), percent(1125, 1000), percent(5, 0)) == (13, 113, 113, None)
    assert (change_pct(93, 100), change_pct(1, 0), change_pct(1, None)) == (-7, None, None)
    assert (rounded(2.5), rounded(-2.5), str(rounded(0.05, 1))) == (3, -3, "0.1")
    assert (counted(1240), counted(12.25), counted(-3), signed(16, "%"), signed(-27, "%"), signed(0, "%")) == (
        "1,240",
        "12.3",
        "−3",
        "+16%",
        "−27%",
        "0%",
    )
    assert (plural(1, "ticket"), plural(0, "ticket"), plural(2, "person", "people")) == (
        "1 ticket",
        "0 tickets",
        "2 people",
    )
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.63, "38 min"), (1, "1 h"), (9.44, "9.4 h"), (47.9, "47.9 h"), (48, "2 days"), (223, "9.3 days")],
)
def test_a_duration_has_the_unit_that_suits_it(hours, said):
    assert duration(hours) == said


def test_adoption_compares_the_last_readings_of_two_quarters(book, acme):
    book.contract(acme, seats=400)
    book.usage(
        acme,
        "active_users",
        {"2026-06-10": 999, "2026-06-28": 208, "2026-09-02": 1, "2026-09-27": 224, "2026-10-05": 500},
    )
    book.usage(acme, "seats_used", {"2026-09-27": 330})
    book.usage(acme, "features_used", {"2026-09-27": 15})
    book.usage(acme, "features_available", {"2026-09-27": 22})
    book.usage(acme, "secret_metric", {"2026-09-27": 987})
    review = book.review()
    adoption = review["adoption"]
    assert (adoption["users"], adoption["users_before"], adoption["change_pct"], adoption["moved"]) == (
        "224",
        "208",
        8,
        "up",
    )
    assert [(share["name"], share["pct"], share["said"]) for share in adoption["shares"]] == [
        ("Seats taken", 83, "330 of 400"),
        ("Active users, of the seats", 56, "224 of 400"),
        ("Features in use", 68, "15 of 22"),
    ]
    assert [(row["month"], row["users"]) for row in adoption["months"]] == [
        ("Jun", 208),
        ("Jul", None),
        ("Aug", None),
        ("Sep", 224),
    ]
    assert adoption["read_on"] == "2026-09-27"
    assert review["highlights"][:3] == [
        "Active users rose 8% to 224, from 208 at the end of Q2 2026",
        "Active users are 500 on 5 Oct 2026, 123% more than at the end of Q3 2026",
        "83% of the seats are taken: 330 of 400",
    ]
    assert titles(make_document("qbr", review))[1:3] == [
        "Active users rose 8% to 224 in Q3 2026 and are 500 now",
        "224 active users, 8% more than at the end of Q2 2026",
    ]


@pytest.mark.parametrize(
    ("now", "moved", "title"),
    [
        (640, "down", "Active users fell 20% to 640 in Q3 2026"),
        (802, "flat", "Active users held at 802 in Q3 2026"),
        (1, "down", "Active users fell 100% to 1 in Q3 2026"),
    ],
)
def test_the_title_says_what_the_numbers_say(book, acme, now, moved, title):
    book.usage(acme, "active_users", {"2026-06-28": 800, "2026-09-27": now})
    review = book.review()
    assert review["adoption"]["moved"] == moved
    assert titles(make_document("qbr", review))[1] == title


def test_usage_that_fell_is_a_concern_and_low_use_of_seats_too(book, acme):
    book.contract(acme, seats=400)
    book.usage(acme, "active_users", {"2026-06-28": 800, "2026-09-27": 640})
    book.usage(acme, "seats_used", {"2026-09-27": 100})
    assert book.review()["concerns"] == [
        "Active users fell 20% to 640, from 800 at the end of Q2 2026",
        "100 of 400 seats are taken (25%)",
    ]


def test_stale_usage_is_no_adoption(book, acme):
    book.usage(acme, "active_users", {"2026-05-28": 800})
    assert book.review()["adoption"] is None


def test_seats_count_the_latest_begun_term_of_each_contract(book, acme):
    book.contract(acme, seats=100, starts_on="2025-03-01", renews_on="2026-03-01")
    book.contract(acme, seats=150)
    book.contract(acme, seats=30, product="Analytics", status="ended")
    book.contract(acme, seats=900, starts_on="2027-03-01", renews_on="2028-03-01")
    book.usage(acme, "seats_used", {"2026-09-27": 75})
    assert book.review()["adoption"]["seats"] == "150"


def test_support_counts_by_month_and_priority_and_takes_medians(book, acme):
    book.ticket(acme, 1, "2026-05-10", "2026-05-11", priority="P2")
    book.ticket(
        acme,
        2,
        "2026-07-03 09:00",
        "2026-07-03 12:00",
        priority="P1",
        first_reply_at_utc="2026-07-03T10:00:00Z",
        csat=4,
    )
    book.ticket(
        acme,
        3,
        "2026-07-05 09:00",
        "2026-07-05 18:00",
        priority="P2",
        first_reply_at_utc="2026-07-05T11:00:00Z",
        csat=5,
    )
    book.ticket(acme, 4, "2026-11-20", priority=None)
    support = book.review()["support"]
    assert (support["opened"], support["opened_before"], support["change"], support["resolved"]) == (2, 1, "+100%", 2)
    assert support["priorities"] == ["P1", "P2"]
    assert support["colours"] == ["c2", "c1"]
    assert [(row["month"], row["counts"]) for row in support["months"]][1:4] == [
        ("May", [0, 1]),
        ("Jun", [0, 0]),
        ("Jul", [1, 1]),
    ]
    assert (support["first_reply"], support["resolution"], support["csat"]) == ("1.5 h", "6 h", None)
    assert [(row["ticket"], row["priority"], row["days"]) for row in support["open"]] == [("T-4", "No priority", 3)]


def test_the_change_of_tickets_is_unknown_without_an_earlier_record(book, acme):
    book.ticket(acme, 1, "2026-07-10", "2026-07-11")
    support = book.review()["support"]
    assert (support["opened_before"], support["change"]) == (None, None)
    assert "1 ticket in Q3 2026" in titles(make_document("qbr", book.review()))


def test_more_than_four_priorities_are_gathered(book, acme):
    for n, word in enumerate(["P1", "P2", "P3", "P4", "Odd"]):
        book.ticket(acme, n, "2026-07-10", "2026-07-11", priority=word)
    support = book.review()["support"]
    assert support["priorities"] == ["P1", "P2", "P3", "Other"]
    assert support["months"][3]["counts"] == [1, 1, 1, 2]


def test_what_fell_short_is_what_the_record_says(book, acme):
    book.ticket(acme, "slow", "2026-07-03 09:00", "2026-07-05 09:00", priority="Sev-1")
    book.ticket(acme, "fine", "2026-07-03 09:00", "2026-07-03 19:00", priority="Sev-1")
    book.ticket(acme, "long", "2026-06-01", "2026-07-13", priority="P3")
    book.ticket(acme, "back", "2026-08-01", "2026-08-03", reopened_at_utc="2026-08-02T09:00:00Z")
    book.ticket(acme, "past", "2026-02-01", "2026-06-13", priority="P1")
    book.ticket(acme, "open", "2026-11-06 15:00", priority="P1")
    review = book.review()
    assert [(row["ticket"], row["why"], row["took"], row["status"]) for row in review["shortfalls"]] == [
        ("T-open", "urgent, over a day", "16 days", "Open"),
        ("T-slow", "urgent, over a day", "2 days", "Resolved"),
        ("T-long", "open over 30 days", "42 days", "Resolved"),
        ("T-back", "reopened", "2 days", "Resolved"),
    ]
    assert review["concerns"][:2] == [
        "2 urgent tickets took us more than a day",
        "2 further tickets stayed open too long or came back",
    ]
    found = make_document("qbr", review)
    assert titles(found)[2] == "2 urgent tickets took us more than a day, 2 more fell short"
    assert sections(found).index("What fell short") < sections(found).index("Support")


@pytest.mark.parametrize(
    ("tickets", "title"),
    [
        (
            [("2026-08-01", "2026-08-03", {"reopened_at_utc": "2026-08-02T09:00:00Z"})],
            "1 ticket had to be opened again",
        ),
        ([("2026-06-01", "2026-08-03", {})], "1 ticket stayed open too long or came back"),
    ],
)
def test_the_shortfall_title_is_computed(book, acme, tickets, title):
    for n, (opened, resolved, cells) in enumerate(tickets):
        book.ticket(acme, n, opened, resolved, **cells)
    assert title in titles(make_document("qbr", book.review()))


def test_a_past_day_sees_nothing_that_came_later(book, acme):
    book.usage(acme, "active_users", {"2026-06-28": 800, "2026-09-27": 640})
    book.ticket(acme, 1, "2026-06-20", "2026-07-11", first_reply_at_utc="2026-07-02T09:00:00Z")
    book.answered(acme, "nps", 9, "2026-07-02")
    book.met(acme, "2026-07-02")
    review = book.review(as_of=date(2026, 6, 30))
    assert (review["period"]["name"], review["adoption"]["users"]) == ("Q2 2026", "800")
    assert [row["ticket"] for row in review["support"]["open"]] == ["T-1"]
    assert review["support"]["first_reply"] is None
    assert review["meetings"]["rows"] == []


def test_surveys_speak_only_in_sums_of_three_or_more(book, acme):
    for n, score in enumerate([9, 10]):
        book.answered(acme, "nps", score, "2026-08-01", f"Person {n}")
    assert book.review()["voice"] is None
    book.answered(acme, "nps", 3, "2026-08-02", "Person 2")
    book.answered(acme, "nps", 7, "2025-09-30", "Long ago")
    assert book.review()["voice"]["nps"] == {
        "score": 33,
        "said": "+33",
        "n": 3,
        "promoters": 2,
        "passives": 0,
        "detractors": 1,
    }
    book.answered(acme, "nps", 2, "2026-08-03", "PERSON 0")
    nps = book.review()["voice"]["nps"]
    assert (nps["said"], nps["n"], nps["detractors"]) == ("−33", 3, 2)
    assert "NPS is −33: 1 promoter, 2 detractors among 3 answers" in book.review()["concerns"]


def test_answers_without_a_name_all_count_and_scores_say_what_they_rest_on(book, acme):
    for csat, ces in ((4, 6), (5, 6.5), (3, 7)):
        book.answered(acme, "csat", csat, "2026-08-01")
        book.answered(acme, "ces", ces, "2026-08-01")
    voice = book.review()["voice"]
    assert voice["nps"] is None
    assert voice["scores"] == [
        {"kind": "csat", "name": "CSAT", "said": "67%", "how": "4 or 5 in 3 answers", "n": 3},
        {"kind": "ces", "name": "CES", "said": "6.5", "how": "mean of 3 answers", "n": 3},
    ]
    found = make_document("qbr", book.review())
    assert "What your people say" in titles(found)
    assert "| CSAT | 67% | 4 or 5 in 3 answers |" in found.markdown
    assert "| CSAT | Share of answers that are 4 or 5 of 5 |" in found.markdown


def test_satisfaction_with_tickets_is_the_share_of_fours_and_fives(book, acme):
    for number, csat in enumerate((5, 4, 3.9, 1)):
        book.ticket(acme, number, "2026-08-01", "2026-08-02", csat=csat)
    assert "| Satisfaction | 50% | 4 or 5 in 4 |" in make_document("qbr", book.review()).markdown


def test_people_show_no_role_that_tells_how_we_see_them(book, acme):
    book.contact(acme, "Jo Park", title="COO", roles=["sponsor", "economic-buyer", "champion"])
    book.contact(acme, "Sam Ito", roles=["detractor"])
    book.met(acme, "2026-08-01", ["Jo Park", "A Stranger"], kind="qbr")
    book.met(acme, "2026-10-01", [], kind="call")
    book.met(acme, "2026-08-02", ["Jo Park"], kind="note")
    review = book.review()
    assert review["people"] == [
        {"name": "Jo Park", "title": "COO", "role": "Executive sponsor", "met_on": "2026-08-01"},
        {"name": "Sam Ito", "title": "", "role": "", "met_on": None},
    ]
    assert review["meetings"] == {
        "rows": [
            {"on": "2026-10-01", "kind": "Call", "with": ""},
            {"on": "2026-08-01", "kind": "Business review", "with": "Jo Park"},
        ],
        "count": 1,
    }
    assert review["sponsor"] == "Jo Park"
    assert "We met once in Q3 2026" in titles(make_document("qbr", review))


CASES = {
    "opt-out": (
        {},
        "Platform renews on 1 Mar 2027; notice is due by 1 Dec 2026",
        "Confirm how Platform goes on",
    ),
    "sign-by": (
        {"auto_renew": False, "notice_days": None},
        "Platform ends on 1 Mar 2027 unless we renew it together",
        "Sign the renewal of Platform",
    ),
    "overdue": (
        {"auto_renew": False, "renews_on": "2026-11-15", "starts_on": "2025-11-15"},
        "Platform ended on 15 Nov 2026",
        "Decide on Platform, whose term ended on 15 Nov 2026",
    ),
    "notice": (
        {"notice_received_on": "2026-11-20"},
        "Platform ends on 1 Mar 2027; notice was given",
        None,
    ),
    "lapsed": (
        {"renews_on": "2026-12-10", "starts_on": "2025-12-10"},
        "Platform renews on 10 Dec 2026",
        None,
    ),
    "rolled": (
        {"renews_on": "2025-03-01", "starts_on": "2024-03-01"},
        "Platform renews on 1 Mar 2027; notice is due by 1 Dec 2026",
        "Confirm how Platform goes on",
    ),
    "far": (
        {"renews_on": "2029-03-01", "term_months": 36},
        "Platform renews on 1 Mar 2029",
        None,
    ),
    "evergreen": (
        {"renews_on": None, "term_months": None, "notice_days": None},
        "Platform runs without an end date",
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_agreement_says_what_is_to_decide_by_when(book, acme, case):
    said, title, ask = CASES[case]
    book.contract(acme, **said)
    review = book.review()
    found = make_document("qbr", review)
    assert title in titles(found)
    assert [row["what"] for row in review["decisions"]] == ([ask] if ask else [])
    assert ("The decision we ask of you" in titles(found)) == bool(ask)


def test_several_contracts_are_a_table_with_a_total_per_currency(book, acme):
    book.contract(acme, seats=400)
    book.contract(
        acme,
        product="Analytics",
        seats=30,
        arr=48000,
        currency="EUR",
        term_months=18,
        notice_days=None,
        starts_on="2025-06-15",
        renews_on="2026-12-15",
    )
    book.contract(book.account("OTHER", "Other"), product="Elsewhere", arr=1)
    agreement = book.review()["agreement"]
    assert [(row["name"], row["term"], row["fee"]) for row in agreement["contracts"]] == [
        ("Platform", "Annual", "$160,000"),
        ("Analytics", "18 months", "€48,000"),
    ]
    assert (agreement["fee"], agreement["seats"]) == ("$160,000 + €48,000", 400)


@pytest.mark.parametrize("rows", [0, 1, 40])
@pytest.mark.parametrize("template", ["qbr", "plan"])
@pytest.mark.parametrize("audience", ["customer", "internal"])
def test_any_number_of_rows_makes_a_document(tmp_path, rows, template, audience):
    found = make_document(template, rich(tmp_path, rows).review(audience))
    assert len(titles(found)) >= 4
    assert all(titles(found))
    assert "None" not in found.markdown
    assert "nothing recorded yet" not in found.markdown.lower() + write_html(found.deck).lower()


@pytest.mark.parametrize(("template", "shown"), [("qbr", ["Acme Corporation"]), ("plan", ["Acme Corporation"])])
def test_an_account_with_nothing_gives_a_customer_a_title_page_and_us_a_list(book, acme, template, shown):
    assert titles(make_document(template, book.review())) == shown
    internal = make_document(template, book.review("internal", **{"me.name": None, "me.company": None}))
    assert titles(internal)[1:] == [
        "To make this review complete" if template == "qbr" else "To make this plan complete"
    ]
    for command in (
        "cs import measurements.csv",
        "cs contract add ACME --renews DATE --arr N",
        'cs config set me.name "…"',
        'cs log ACME "…"',
    ):
        assert command in internal.markdown
    assert acme


def test_only_a_contract_gives_a_short_right_deck(book, acme):
    book.contract(acme)
    found = make_document("qbr", book.review())
    assert sections(found)[1:] == ["Executive summary", "Decisions", "Appendix · Agreement", "Appendix"]
    assert titles(found)[1] == "Q3 2026 at a glance"


def test_the_internal_part_is_there_for_internal_eyes_alone(book, acme):
    book.healthy(acme)
    book.contact(acme, "Jo Park", stance="critic", influence="high")
    book.put("task", account_id=acme, title="Chase Jo", created_on="2026-11-01", due_on="2026-11-20", snoozes=0)
    book.put(
        "opportunity",
        account_id=acme,
        opportunity="Grow",
        kind="expansion",
        amount_minor=5_000_00,
        currency="USD",
        custom="{}",
    )
    book.put("opportunity", account_id=acme, opportunity="Bare", custom="{}")
    book.met(acme, "2026-11-02", kind="note", summary="They doubt us")
    assert "internal" not in book.review()
    internal = book.review("internal")["internal"]
    assert (internal["health"], internal["band"], internal["contracts"][0]["arr"]) == (100, "green", "$160,000")
    assert [(deal["opportunity"], deal["amount"]) for deal in internal["deals"]] == [("Bare", None), ("Grow", "$5,000")]
    found = make_document("qbr", book.review("internal"))
    assert "Acme Corporation: health 100, green" in titles(found)
    for words in ("Chase Jo", "3 days", "critic", "They doubt us", "Grow", "cs import surveys.csv"):
        assert words in found.markdown


def test_a_template_of_ones_own_that_asks_for_internal_facts_says_so(book, acme, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    (own / "brief.md.j2").write_text("# {{ internal.health }}\n", "utf-8")
    book.healthy(acme)
    assert "100.0" in make_document("brief", book.review("internal"), own).markdown
    with pytest.raises(BadDataError, match=r"template brief\.md\.j2, line 1: 'internal' is undefined"):
        make_document("brief", book.review(), own)


def test_rendering_changes_nothing_in_the_portfolio(tmp_path):
    book = rich(tmp_path)
    was = book.path.read_bytes()
    make_document("qbr", book.review("internal", as_of=AS_OF))
    assert book.path.read_bytes() == was
