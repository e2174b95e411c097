"""Customers with something to decide: each stands for a state that a renewal can be in."""

from cs_cli.demo.customers import Condition, Customer, Deal, Moment, Pattern, Person, Promise, Said
from cs_cli.demo.words import PLACES
from cs_cli.domain.terms import Notice

# Down 24 % a week ago, 28 % now.
_KESTREL_WEEKS = (
    0.70, 0.72, 0.72, 0.80,
    0.98, 1.03, 0.97, 1.0, 1.02, 0.96, 1.04, 0.99, 1.01, 1.0, 0.97, 1.03,
)  # fmt: skip

TO_DECIDE = (
    Customer(
        key="PINECREST", name="Pinecrest Outfitters", segment="mid-market", place=PLACES["denver"],
        industry="retail",
        stage="renewal", seats=180, condition=Condition(36, -18, 7, 71, 95, None),
        calls=(Said(70, "likely", "the new head of stores wants one tool"),),
        deals=(Deal(12, 96_000, -8, auto=False, earlier=2, uplift_pct="3"),),
        remarks=("New head of stores wants one tool for rota and stock.",),
    ),
    Customer(
        key="KESTREL", name="Kestrel Robotics", segment="mid-market", place=PLACES["seattle"],
        industry="manufacturing",
        stage="renewal", seats=140, condition=Condition(84, -28, 2, 41, 85, 7.2),
        pattern=Pattern(active_users=108, key_events=640, weeks=_KESTREL_WEEKS),
        calls=(Said(41, "commit", "buyer confirmed price and term by mail", flat="likely"),),
        deals=(Deal(12, 75_000, 22, auto=False, earlier=1),),
    ),
    Customer(
        key="HARBOR", name="Harbor & Vale Shipping", segment="mid-market", place=PLACES["toronto"],
        industry="logistics",
        owner="lee", seats=90, condition=Condition(86, 4, 2, 6, 25, 9.0),
        deals=(Deal(3, 40_000, 9 + 30, Notice(30), earlier=6, seats=90),),
    ),
    Customer(
        key="LUMEN", name="Lumen Fjord Optics", segment="mid-market", place=PLACES["aarhus"],
        industry="manufacturing",
        stage="renewal", seats=75, condition=Condition(79, 3, 1, 9, 33, 8.6),
        calls=(Said(6, "commit", "order form is out for signature", flat="commit"),),
        deals=(Deal(12, 48_000, 25 + 60, Notice(60), earlier=2, uplift_pct="2.5"),),
        promises=(Promise("send the QBR deck, meeting on the same day", 3, 6),), qbr_in=3,
    ),
    Customer(
        key="NORDHAVN", name="Nordhavn Cold Storage", segment="mid-market", place=PLACES["aarhus"],
        industry="logistics",
        seats=120, condition=Condition(41, -18, 6, 63, 150, None),
        deals=(Deal(12, 54_000, -3 + 60, Notice(60), earlier=1),),
        people=(
            Person("Freja Lundholm", "Terminal Manager", ("champion", "user"), "supporter"),
            Person("Mads Ravnkilde", "Managing Director until October", ("sponsor",), "neutral"),
        ),
        remarks=("The sponsor has left; no successor is named yet.",),
    ),
    Customer(
        key="BOREAL", name="Boreal Timberworks", segment="enterprise", place=PLACES["toronto"],
        industry="manufacturing",
        stage="adoption", seats=320, condition=Condition(31, 2, 12, 34, 61, 6.9),
        calls=(Said(20, "risk", "a third of the seats used in month 7", "value", "risk"),),
        deals=(Deal(12, 132_000, 37 + 90, Notice(90), live_ago=200),),
    ),
    Customer(
        key="TIDEWATER", name="Tidewater Analytics", segment="mid-market", place=PLACES["new york"],
        industry="software",
        seats=200, condition=Condition(66, 2, 8, 6, 35, 8.4),
        ticket_ages=(12, 19, 26, 33, 45, 58, 70, 84, 93, 95),
         # five a quarter per 100 seats a week ago, four now
        calls=(Said(5, "commit", "budget is planned"),),
        deals=(Deal(12, 61_000, 205, Notice(60), earlier=1),),
        promises=(Promise("send training dates", 2, 5, number=38),),
    ),
    Customer(
        key="ZEPHYR", name="Zephyr Ballooning", segment="smb", place=PLACES["lyon"], industry="travel",
        stage="renewal", seats=24, condition=Condition(78, 5, 1, 12, 48, 8.8),
        deals=(Deal(12, 18_000, 30, Notice(30), earlier=1),),
    ),
    Customer(
        key="ORCHARD", name="Orchard Lane Press", segment="smb", place=PLACES["denver"], industry="media",
        stage="renewal", seats=18, condition=Condition(61, -8, 2, 38, 88, 7.5),
        deals=(Deal(12, 12_600, 0, auto=False),),
    ),
    Customer(
        key="PEBBLE", name="Pebble & Sons Bakery", segment="smb", place=PLACES["berlin"], industry="food",
        owner="noor", seats=12, condition=Condition(83, 6, 1, 18, 30, 9.2),
        deals=(Deal(1, 4_800, 0),),
    ),
    Customer(
        key="MARLOW", name="Marlow Instruments", segment="mid-market", place=PLACES["porto"],
        industry="manufacturing",
        stage="leaving", seats=95, condition=Condition(44, -22, 5, 12, 40, 5.6),
        deals=(Deal(12, 57_000, 48, Notice(60), earlier=2, notice_ago=14),),
        moments=(Moment(12, "call", "Notice explained: the group standardises on its own tool", "renewal"),),
        promises=(Promise("agree the export of their data", 4, 12),),
    ),
    Customer(
        key="OTTOLINE", name="Ottoline Theatre Group", segment="smb", place=PLACES["new york"],
        industry="media",
        seats=30, condition=Condition(72, 1, 1, 21, 55, 8.1),
        deals=(Deal(12, 15_600, -14 + 30, Notice(30), earlier=1),),
    ),
    Customer(
        key="COPPERFIELD", name="Copperfield Lane Dental", segment="smb", place=PLACES["chicago"],
        industry="health",
        owner="lee", seats=22, condition=Condition(70, -3, 1, 33, 64, 8.0),
        deals=(Deal(12, 13_200, -40 + 60, Notice(60)),),
    ),
    Customer(
        key="TAMARIND", name="Tamarind Row Foods", segment="mid-market", place=PLACES["singapore"],
        industry="food",
        stage="renewal", seats=85, condition=Condition(58, -11, 3, 52, 120, 7.2),
        deals=(Deal(6, 36_000, -45, auto=False, earlier=2),),
    ),
    Customer(
        key="LARKSPUR", name="Larkspur Lane Media", segment="mid-market", place=PLACES["sydney"],
        industry="media",
        owner="noor", seats=110, condition=Condition(88, 9, 2, 5, 18, 9.3), tags=("reference",),
        deals=(Deal(12, 66_000, 20, Notice(60), earlier=1, uplift_pct="5", signed_ahead=True,
            decided_ago=26),),
    ),
    Customer(
        key="RAVELIN", name="Ravelin Harbour Security", segment="enterprise", place=PLACES["toronto"],
        industry="software",
        seats=260, condition=Condition(81, 3, 4, 8, 29, 8.7),
        calls=(Said(12, "likely", None),),
        deals=(
            Deal(12, 118_000, 160, Notice(90), contract="Platform", earlier=1, seats=260),
            Deal(12, 32_000, 380, Notice(90), contract="Forecast", product="Forecast", status="draft",
                seats=0),
        ),
    ),
    Customer(
        key="UMBRA", name="Umbra Street Pictures", segment="smb", place=PLACES["lyon"], industry="media",
        seats=26, condition=Condition(34, -31, 6, 66, 130, 5.4),
        deals=(Deal(1, 9_600, 11, rolled=9),),
        promises=(Promise("call about the empty seats", -6, 16),),
    ),
)  # fmt: skip
