"""The words the demo book is made of: invented firms and people, real places, what people write down."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a customer is at home, and in what it pays."""

    country: str
    timezone: str
    region: str
    currency: str


PLACES: dict[str, Place] = {
    "new york": Place("US", "America/New_York", "Americas", "USD"),
    "chicago": Place("US", "America/Chicago", "Americas", "USD"),
    "denver": Place("US", "America/Denver", "Americas", "USD"),
    "seattle": Place("US", "America/Los_Angeles", "Americas", "USD"),
    "toronto": Place("CA", "America/Toronto", "Americas", "USD"),
    "sydney": Place("AU", "Australia/Sydney", "APAC", "USD"),
    "singapore": Place("SG", "Asia/Singapore", "APAC", "USD"),
    "haifa": Place("IL", "Asia/Jerusalem", "EMEA", "USD"),
    "berlin": Place("DE", "Europe/Berlin", "EMEA", "EUR"),
    "lyon": Place("FR", "Europe/Paris", "EMEA", "EUR"),
    "porto": Place("PT", "Europe/Lisbon", "EMEA", "EUR"),
    "turku": Place("FI", "Europe/Helsinki", "EMEA", "EUR"),
    "aarhus": Place("DK", "Europe/Copenhagen", "EMEA", "EUR"),
    "leeds": Place("GB", "Europe/London", "EMEA", "GBP"),
    "sapporo": Place("JP", "Asia/Tokyo", "APAC", "JPY"),
}
# Where the many live: seven in ten pay in dollars, the others in euro.
HOMES = (
    "new york", "chicago", "denver", "seattle", "toronto", "sydney", "singapore", "berlin", "lyon", "turku",
)  # fmt: skip

STEMS = tuple(
    first + last
    for last in ("mere", "wick", "holt", "fen", "combe", "stow", "gate", "ridge", "dale", "marsh", "thorpe")
    for first in (
        "Bramble", "Cinder", "Dapple", "Elder", "Fallow", "Gorse", "Hollin", "Inkle", "Larks", "Mallow",
        "Nettle",
        "Otter", "Quill", "Ripple", "Sorrel", "Thistle", "Umber", "Wren", "Yarrow",
    )
)  # fmt: skip
TRADES: tuple[tuple[str, str], ...] = (
    ("Freight", "logistics"), ("Foods", "food"), ("Ceramics", "manufacturing"), ("Insurance", "insurance"),
    ("Dental", "health"), ("Textiles", "manufacturing"), ("Lanterns", "retail"), ("Biologics", "health"),
    ("Payroll", "software"), ("Ferries", "logistics"), ("Clockworks", "manufacturing"), ("Energy", "energy"),
    ("Umbrellas", "retail"), ("Publishing", "media"), ("Credit Union", "finance"), ("Orchards", "food"),
    ("Telecom", "software"), ("Schools", "education"), ("Hotels", "travel"), ("Cartography", "software"),
    ("Aggregates", "construction"), ("Bicycles", "retail"), ("Laboratories", "health"), ("Parcel",
        "logistics"),
    ("Savings", "finance"), ("Pianos", "manufacturing"), ("Museums", "education"), ("Kitchens", "retail"),
    ("Seed Company", "food"),
)  # fmt: skip

GIVEN = (
    "Amara", "Anders", "Beatriz", "Callum", "Chiara", "Daniyar", "Edda", "Emeka", "Farah", "Gideon", "Hana",
    "Idris",
    "Ingrid", "Jonas", "Kalinda", "Leonie", "Mateus", "Mirela", "Nadia", "Noor", "Oskar", "Paloma", "Quentin",
    "Rafael",
    "Saskia", "Tariq", "Tove", "Uma", "Viktor", "Wanjiru", "Yusuf", "Zoé",
)  # fmt: skip
FAMILY = (
    "Abara", "Bellweather", "Castellane", "Dahlqvist", "Eastmoor", "Farrowgate", "Grünwald", "Halloran",
    "Iversen",
    "Jellicoe", "Kowalczyk", "Lindqvist", "Marchetti", "Nakadate", "Okonjo", "Pettersen", "Quillfeather",
    "Rosendahl",
    "Szabados", "Tremayne", "Underhill", "Vasquez", "Whitcombe", "Ximenes", "Yilmaz", "Zielinski",
    "Brightwater",
    "Achterberg", "Montrose",
)  # fmt: skip
TITLES: dict[str, tuple[str, ...]] = {
    "sponsor": ("COO", "VP Operations", "CFO", "Managing Director", "CIO"),
    "champion": ("Head of Planning", "Operations Manager", "Programme Lead", "Process Owner"),
    "economic-buyer": ("CFO", "VP Finance", "Head of Procurement"),
    "user": ("Planner", "Analyst", "Shift Lead", "Coordinator"),
    "technical": ("IT Architect", "Integration Engineer", "Data Engineer"),
    "billing": ("Accounts Payable",),
}

TICKETS: dict[str, tuple[str, ...]] = {
    "question": ("How do I share a view with a second team?", "Which time zone do exports use?",
        "Who can see an archived plan?",
                 "Where do I change the fiscal year?", "Can one user belong to two sites?"),
    "bug": ("Totals differ between list and chart", "Filter is lost after a page reload",
        "Duplicate rows in the weekly export",
            "Login loop after a password change", "Wrong week number in January",
            "Column order resets at night"),
    "how-to": ("Set up single sign-on", "Import last year's plans", "Build a report by region",
        "Schedule the Monday mail"),
    "request": ("Dark mode for the wall screen", "Approve from the phone", "More than 50 columns",
        "Arabic month names"),
    "incident": ("Sync with the warehouse stopped", "Dashboards load for a minute",
        "Nightly import did not run"),
}  # fmt: skip

TALKS: dict[str, tuple[str, ...]] = {
    "adoption": ("{who} showed the new planning board to two more teams",
        "{who}: night shift still works from paper",
                 "Went through inactive seats with {who}; eleven leavers to remove",
                 "{who} wants one view for all sites"),
    "value": ("{who} counts four hours saved a week per planner",
        "Agreed with {who} how savings are measured",
              "{who}: month-end now takes two days less", "{who} asks for numbers the board would believe"),
    "training": ("Trained nine new users; {who} records the next one",
        "{who} books a refresher for the spring intake",
                 "Office hour: {who} brought three real cases"),
    "renewal": ("{who} confirms budget for next year is planned",
        "{who} asks for a longer term at the same price",
                "Procurement changed hands; {who} introduces the new buyer"),
    "roadmap": ("Showed {who} what ships this quarter and what does not",
        "{who} joins the beta of the forecast module"),
    "escalation": ("Walked {who} through the cause of last week's outage",
        "{who} wants a weekly update until it is fixed"),
}  # fmt: skip
MAILS: dict[str, tuple[str, ...]] = {
    "adoption": ("Sent the usage summary of the month", "Shared the checklist for new sites"),
    "training": ("Sent dates for the next training", "Sent the recording of the last session"),
    "renewal": ("Sent the renewal outline", "Asked who signs this year"),
    "value": ("Asked for the hours before and after", "Sent the draft of the value summary"),
}
INTERNAL_NOTES = (
    "Sponsor listens to operations, not to IT", "Prefers a call before any document",
    "New CFO since spring, looks at every tool",
    "Compares us with a spreadsheet, not with a competitor",
    "Would be a reference once the second site is live",
    "Two teams, two opinions: settle it before the QBR", "Never write on a Friday: month-end",
)  # fmt: skip
TASKS = (
    "send training dates", "share the usage summary", "prepare the QBR", "introduce the new sponsor",
    "send the security answers",
    "confirm the seat count", "book a call with the champion", "send the renewal outline",
    "close the loop on the survey",
    "ask for a reference", "check the nightly import", "agree the success criteria",
)  # fmt: skip
EVIDENCE: dict[str, tuple[str, ...]] = {
    "commit": ("order form is out for signature", "buyer confirmed price and term in writing",
        "purchase order is raised"),
    "likely": ("waits for the budget round, decided this month", "legal reads the terms, answer by the 15th",
        "new buyer meets us next week"),
    "risk": ("asked for the export of their data", "compares prices until the end of the month",
        "plan agreed: two trainings, then a new offer"),
}  # fmt: skip
RISKS = ("value", "budget", "competitor", "price", "champion-loss")
COMMENTS: dict[str, tuple[str, ...]] = {
    "happy": ("Could not plan a week without it", "Support answers before my coffee is cold",
        "Does what it says"),
    "fair": ("Good, once you know where things are", "Useful, reports could be faster"),
    "unhappy": ("Too many clicks for a simple change", "Still waiting for the export to work",
        "We expected more by now"),
}  # fmt: skip
TAGS = ("reference", "beta", "multi-site", "partner-led", "price-sensitive", "new-champion")
TOPICS_OF_A_QBR = "Goals of the quarter, usage by site, open points"
