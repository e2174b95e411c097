"""ACME, the customer of every example: a deadline in eight days, an open Sev-1, a sponsor gone quiet."""

from cs_cli.demo.customers import (
    Condition,
    Customer,
    Deal,
    Felt,
    Moment,
    Pattern,
    Person,
    Promise,
    Said,
    SetByHand,
    SevereTicket,
)
from cs_cli.demo.words import PLACES
from cs_cli.domain.terms import Notice

# Four weeks at 80 % of the twelve before them; the middle of each is exactly that.
_WEEKS = (
    0.796, 0.808, 0.792, 0.804,
    0.962, 0.996, 1.021, 1.004, 0.973, 1.035, 1.012, 0.981, 1.027, 0.989, 1.043, 0.968,
)  # fmt: skip

ACME = Customer(
    key="ACME",
    name="Acme Corporation",
    segment="enterprise",
    place=PLACES["chicago"],
    industry="manufacturing",
    stage="renewal",
    seats=400,
    aliases=("Acme Corp", "Acme Inc."),
    tags=("multi-site",),
    custom=(("Region lead", "Midwest"), ("ERP", "Helvetia One")),
    condition=Condition(62, -20, 22, two_way=45, sponsor=180, nps=7.9),
    pattern=Pattern(active_users=230, key_events=1250, weeks=_WEEKS),
    nps_ages=(290, 470, 650),
    trained=((83, 164), (125, 128), (180, 110)),
    deals=(
        Deal(12, 160_000, 8 + 90, Notice(90), contract="Platform", earlier=3, uplift_pct="4", seats=400),
        Deal(1, 24_000, 22, contract="Analytics", product="Analytics", rolled=17, seats=0),
    ),
    people=(
        Person("Jo Park", "COO", ("sponsor",), "supporter"),
        Person("Sam Ito", "Head of Planning", ("champion", "user"), "supporter"),
        Person("Dana Whitlock", "Integration Engineer", ("technical",), "neutral"),
        Person("Priya Anand", "Shift Lead, Dayton", ("user",), "neutral"),
        Person("Marek Holub", "Accounts Payable", ("billing",)),
    ),
    severe=SevereTicket(4417, 17, "EU plant sync stops at midnight, orders arrive a day late",
        "a lock of our night job was held over midnight", "the sync has a watch of its own from 4 December on"),
    moments=(
        Moment(12, "email", "Sent the plan for #4417 and offered a call with engineering", "escalation",
            ("Sam Ito",)),
        Moment(30, "email", "Sent the draft of the ROI sheet", "value", ("Sam Ito",)),
        Moment(45, "call", 'Sam: "CFO wants ROI before we talk price"', "value", ("Sam Ito",)),
        Moment(83, "meeting", "Dayton go-live reviewed: 40 planners on the new board", "adoption", ("Sam Ito",
            "Priya Anand")),
        Moment(104, "reply", "Dana confirms the new API limits are fine", "escalation", ("Dana Whitlock",),
            "in"),
        Moment(125, "meeting", "Training for the second shift, 18 people", "training", ("Priya Anand",), None, True),
        Moment(152, "call", "Sam shows the weekly plan to the plant managers himself now", "adoption",
            ("Sam Ito",)),
        Moment(180, "meeting", "Goals for the year: EU plants live, month-end two days faster", "value",
            ("Jo Park", "Sam Ito")),
    ),
    promises=(
        Promise("Sev-1 update to Sam", -3, 10, number=31),
        Promise("send ROI sheet", 4, 45, number=44),
        Promise("introduce the CFO to the value method", 11, 30),
        Promise("send training material for the second shift", -118, 125, done_ago=119),
        Promise("agree the goals of the year", -176, 190, done_ago=180),
    ),
    calls=(
        Said(75, "likely", "Jo wants to go on, price still open", flat="likely"),
        Said(45, "likely", "the CFO wants to see the ROI before price is discussed", flat="risk"),
        Said(10, "risk", "no ROI sheet yet, the sponsor is quiet since May", "value", "risk"),
    ),
    moods=(
        Felt(45, "yellow", "the board wants numbers that we do not have yet"),
        Felt(17, "red", "the EU plants are down at night and Jo does not answer"),
    ),
    by_hand=(SetByHand(262, 234, "red", "their budget is frozen until the new CFO has started"),),
    remarks=(
        "The CFO decides on price, Jo on whether it works. Nobody has met the CFO yet.",
        "Dayton went well because Sam trained the shift leads first; do the same in the EU.",
    ),
)  # fmt: skip
