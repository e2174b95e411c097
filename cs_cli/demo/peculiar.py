"""Customers with a peculiarity: a term, a currency, a name, a gap in what is known."""

from cs_cli.demo.customers import Condition, Customer, Deal, Moment, Person
from cs_cli.demo.words import PLACES
from cs_cli.domain.terms import Notice

_NOTHING_KNOWN = Condition(None, 0, None, None, None, None)

WITH_A_TERM = (
    Customer(
        key="ORESUND", name="Øresund Maritime", segment="enterprise", place=PLACES["aarhus"],
        industry="logistics",
        seats=240, condition=Condition(77, 2, 4, 13, 41, 8.3),
        deals=(Deal(24, 98_000, 214, Notice(30, "business"), earlier=1, uplift_pct="3"),),
    ),
    Customer(
        key="ECLAT", name="Éclat Laboratoires", segment="mid-market", place=PLACES["lyon"], industry="health",
        owner="noor", seats=130, condition=Condition(82, 1, 2, 17, 36, 8.9),
        deals=(Deal(12, 62_000, 118, Notice(3, "months"), earlier=3),),
    ),
    Customer(
        key="HOKUSEI", name="北星 Hokusei Robotics", segment="enterprise", place=PLACES["sapporo"],
        industry="manufacturing",
        seats=210, condition=Condition(74, 4, 3, 19, 52, 8.2),
        deals=(Deal(36, 18_000_000, 480, Notice(60), earlier=1, opt_out_every=12),),
        people=(
            Person("高橋 Emiko", "CIO", ("sponsor",), "supporter"),
            Person("Ren Ishizuka", "Operations Manager", ("champion", "user"), "supporter"),
            Person("Haru Minato", "Planner", ("user",)),
        ),
    ),
    Customer(
        key="NAMER", name="נמר־כסף תוכנה", segment="mid-market", place=PLACES["haifa"], industry="software",
        seats=100, condition=Condition(80, 6, 2, 11, 44, 8.5),
        deals=(Deal(18, 52_000, 251, Notice(45)),),
    ),
    Customer(
        key="SEMAPHORE", name="Worshipful Lighthouse, Semaphore & Signal Consolidated Trust",
        segment="mid-market", place=PLACES["leeds"], industry="education", owner="lee", seats=88,
        condition=Condition(75, -2, 2, 24, 57, 8.0),
        deals=(Deal(12, 44_000, 143, Notice(90, basis="last-day"), earlier=1),),
    ),
    Customer(
        key="SUNFLOWER", name="Brightside 🌻 Gardens", segment="smb", place=PLACES["seattle"],
        industry="retail",
        seats=14, condition=Condition(79, 8, 1, 14, 39, 9.4),
        deals=(Deal(1, 5_760, 7, rolled=13),),
    ),
    Customer(
        key="BRACKET", name="[Bracket] & Daughters Studio", segment="smb", place=PLACES["toronto"],
        industry="media",
        owner="noor", seats=16, condition=Condition(76, 2, 1, 27, 51, 8.4),
        deals=(Deal(3, 8_400, 34, Notice(14), rolled=3),),
    ),
    Customer(
        key="VESPER", name="Vesper & Moth Lighting", segment="smb", place=PLACES["porto"], industry="retail",
        seats=20, condition=Condition(71, 0, 1, 36, 70, 7.9),
        deals=(Deal(None, 7_200, 640, price_period=1),),
    ),
    Customer(
        key="SAFFRON", name="Saffron Pass Freight", segment="mid-market", place=PLACES["singapore"],
        industry="logistics",
        seats=70, condition=Condition(73, 3, 2, 16, 47, 8.1),
        deals=(Deal(6, 39_000, 71, Notice(30), earlier=3),),
    ),
    Customer(
        key="IRONBARK", name="Ironbark Valley Rail", segment="enterprise", place=PLACES["sydney"],
        industry="logistics",
        seats=300, condition=Condition(72, -4, 5, 22, 58, 7.8),
        deals=(
            Deal(36, 147_000, 610, Notice(90), contract="Platform", opt_out_every=12, renewal_term=12,
                seats=300),
            Deal(12, 40_000, 150, auto=False, contract="Services", product="Services", price_period=0,
                seats=0),
        ),
    ),
    Customer(
        key="COBALT", name="Cobalt & Finch Holdings", segment="enterprise", place=PLACES["new york"],
        industry="finance",
        seats=280, condition=Condition(83, 5, 5, 10, 31, 8.8), tags=("reference", "multi-site"),
        deals=(
            Deal(12, 121_000, 181, Notice(60), contract="US", earlier=2, seats=200),
            Deal(12, 44_000, 97, Notice(60), contract="EU", product="Platform", currency="EUR", seats=80),
        ),
    ),
    Customer(
        key="COBALT-LABS", name="Cobalt & Finch Labs", segment="enterprise", place=PLACES["berlin"],
        industry="software",
        parent="COBALT", seats=60, condition=Condition(69, 7, 1, 26, 49, 8.3),
        deals=(Deal(12, 27_000, 262, Notice(30)),),
    ),
    Customer(
        key="WISTERIA", name="Wisteria Gate Homes", segment="mid-market", place=PLACES["denver"],
        industry="construction",
        seats=65, condition=Condition(68, -6, 2, 41, 75, 7.7),
        deals=(
            Deal(12, 29_000, -132, auto=False, contract="C-1041", product=None),
            Deal(12, 31_000, 239, Notice(30), contract="C-1187", product=None),
        ),
    ),
)  # fmt: skip

WITH_A_GAP = (
    Customer(
        key="SPRUCE", name="Spruce & Daughters", segment="mid-market", place=PLACES["toronto"],
        industry="construction",
        stage="onboarding", seats=110, condition=Condition(None, 0, None, 4, 9, None), is_activated=False,
        deals=(Deal(12, 64_000, 356, Notice(60), live_ago=-35),),
        moments=(
            Moment(4, "meeting", "Kick-off: two sites first, the yard in spring", "onboarding"),
            Moment(9, "call", "Welcome call, roles agreed", "onboarding"),
        ),
    ),
    Customer(
        key="QUILLON", name="Quillon Armoury Museum", segment="smb",
        place=PLACES["leeds"]._replace(currency="EUR"),
        industry="education", stage="onboarding", seats=90, condition=Condition(8, 0, 1, 31, 58, None),
        deals=(Deal(12, 21_000, 251, Notice(30), live_ago=75),), is_activated=False,
    ),
    Customer(
        key="QUARRY", name="Quarry Point Energy", segment="mid-market", place=PLACES["chicago"],
        industry="energy",
        owner="lee", seats=105, condition=Condition(70, 0, 2, 47, 82, None), usage_ended_ago=75,
        deals=(Deal(12, 49_000, 190, Notice(60), earlier=1),),
        remarks=("Their usage feed stopped; their IT has the ticket.",),
    ),
    Customer(
        key="DOVECOTE", name="Dovecote Hall Events", segment="smb", place=PLACES["lyon"], industry="travel",
        stage="prospect", seats=0, condition=_NOTHING_KNOWN, is_activated=False,
    ),
    Customer(
        key="FENWREN", name="Fenwren Observatory", segment="smb", place=PLACES["turku"], industry="education",
        stage="prospect", seats=0, condition=Condition(None, 0, None, 16, None, None), is_activated=False,
        moments=(Moment(16, "call", "Trial ends soon; the director decides after the open night",
            "renewal"),),
    ),
    Customer(
        key="GALLEON", name="Galleon Court Hotels", segment="mid-market", place=PLACES["porto"],
        industry="travel",
        stage="churned", seats=80, condition=Condition(29, -35, 6, 104, 170, 4.8), usage_ended_ago=81,
        deals=(Deal(12, 42_000, -80, auto=False, earlier=1, status="ended", decided_ago=112),),
        remarks=("Lost to the chain's own system. Ask again when the group contract ends.",),
    ),
    Customer(
        key="MAGPIE", name="Magpie Yard Antiques", segment="smb",
        place=PLACES["leeds"]._replace(currency="EUR"),
        industry="retail", owner="noor", stage="churned", seats=9, condition=Condition(22, -50, 2, 130, 200,
            3.9),
        usage_ended_ago=110, deals=(Deal(1, 3_600, -110, earlier=5, status="cancelled", decided_ago=118),),
    ),
    Customer(
        key="TOPIARY", name="Topiary Hill Estates", segment="smb", place=PLACES["new york"],
        industry="construction",
        stage="churned", seats=15, condition=Condition(20, -40, 1, 310, 400, None), usage_ended_ago=300,
        deals=(Deal(12, 11_400, -290, Notice(30), status="ended", decided_ago=330),), archived_ago=270,
    ),
)  # fmt: skip
