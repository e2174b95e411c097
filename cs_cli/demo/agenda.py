"""What is to be done in the demo book: tasks, remarks, and the deals that the CRM has."""

from collections.abc import Iterator
from random import Random

from cs_cli.demo.customers import Deal, Promise
from cs_cli.demo.story import Row, Story
from cs_cli.demo.words import INTERNAL_NOTES, TASKS
from cs_cli.domain.money import unit

COLUMNS = ("account_id", "title", "owner", "created_on", "due_on", "done_on", "snoozes")
NOTE_COLUMNS = ("account_id", "noted_on", "text")
SENTIMENT_COLUMNS = ("account_id", "felt_on", "mood", "why")
OVERRIDE_COLUMNS = ("account_id", "set_on", "until_on", "band", "why")
OPPORTUNITY_COLUMNS = (
    "account_id", "opportunity", "kind", "stage", "amount_minor", "amount_means", "currency", "close_on",
    "category", "won",
)  # fmt: skip
WITH_A_TASK_PCT, WITH_A_DONE_TASK_PCT, SNOOZED_PCT, WITH_A_NOTE_PCT, GROWING_PCT = 42, 55, 15, 30, 14
DUE_IN = (-3, 30)
RENEWAL_STAGES = (
    (30, "Contract sent", "commit"),
    (75, "Proposal", "most likely"),
    (150, "Discovery", "pipeline"),
)
SLIPPING_BELOW_PCT = 60
WEEK, FRIDAY = 7, 4


def promises(story: Story) -> list[Promise]:
    """The tasks of a customer: those that are told, or one that is open and one that is done, perhaps."""
    customer = story.customer
    if customer.promises or customer.condition.two_way is None or customer.stage == "churned":
        return list(customer.promises)
    dice, found = story.dice("tasks"), []
    if dice.randrange(100) < WITH_A_TASK_PCT:
        due = _on_a_weekday(story, dice.randint(*DUE_IN))
        found.append(Promise(dice.choice(TASKS), due, max(-due, 0) + dice.randint(2, 14)))
    if dice.randrange(100) < WITH_A_DONE_TASK_PCT:
        done = dice.randint(1, 150)
        due, made = _on_a_weekday(story, -done + dice.randint(-3, 4)), done + dice.randint(6, 21)
        found.append(Promise(dice.choice(TASKS), due, made, done_ago=done))
    return [promise for promise in found if promise.made_ago <= story.days]


def _on_a_weekday(story: Story, due_in: int) -> int:
    """`due_in`, or the Friday before where it is a weekend."""
    return due_in - max((story.as_of.weekday() + due_in) % WEEK - FRIDAY, 0)


def task_row(story: Story, promise: Promise) -> Row:
    """One task, owned by who owns the account."""
    snoozed = promise.done_ago is None and story.dice(promise.title).randrange(100) < SNOOZED_PCT
    done = None if promise.done_ago is None else story.day(promise.done_ago)
    return (
        story.account_id, promise.title, story.customer.owner, story.day(promise.made_ago),
        story.day(-promise.due_in),
        done, int(snoozed),
    )  # fmt: skip


def sentiments(story: Story) -> Iterator[Row]:
    """How the account felt, as its owner wrote it down."""
    return ((story.account_id, story.day(felt.ago), felt.mood, felt.why) for felt in story.customer.moods)


def overrides(story: Story) -> Iterator[Row]:
    """The bands of the account that its owner set by hand."""
    return (
        (story.account_id, story.day(each.ago), story.day(each.until_ago), each.band, each.why)
        for each in story.customer.by_hand
    )


def notes(story: Story) -> Iterator[Row]:
    """Standing remarks."""
    dice = story.dice("notes")
    texts = list(story.customer.remarks)
    if not texts and story.customer.condition.two_way is not None and dice.randrange(100) < WITH_A_NOTE_PCT:
        texts = [dice.choice(INTERNAL_NOTES)]
    for text in texts:
        yield (story.account_id, story.day(min(dice.randint(3, 160), max(story.days - 1, 2))), text)


def opportunities(story: Story) -> Iterator[Row]:
    """Renewals that are near, one won or lost before, now and then an expansion."""
    dice, customer = story.dice("opportunities"), story.customer
    for deal in customer.deals:
        yield from _of_a_deal(story, deal, dice)
    if customer.deals and customer.stage not in ("churned", "leaving") and dice.randrange(100) < GROWING_PCT:
        amount = max(customer.deals[0].arr // 5000, 1) * 1000
        close = -dice.randint(20, 120)
        yield _row(story, ("More seats", "expansion", "Qualification", "pipeline", None), amount, close)


def _of_a_deal(story: Story, deal: Deal, dice: Random) -> Iterator[Row]:
    name = f"{deal.contract or deal.product} renewal"
    if deal.term in (None, 1) or deal.status == "draft":
        return
    if deal.status is not None:
        yield _row(story, (name, "renewal", "Closed lost", None, 0), deal.arr, deal.decided_ago or 0)
    elif deal.signed_ahead:
        yield _row(story, (name, "renewal", "Closed won", None, 1), deal.arr, deal.decided_ago or 0)
    for within, stage, category in RENEWAL_STAGES:
        if deal.status is None and not deal.signed_ahead and 0 <= deal.renews_in <= within:
            slipping = (story.customer.condition.used_pct or 0) < SLIPPING_BELOW_PCT
            heard = ("at risk" if slipping else category, None)
            yield _row(story, (name, "renewal", stage, *heard), deal.arr, -deal.renews_in)
            break
    if deal.earlier and not deal.rolled and dice.randrange(2):
        signed = (deal.term or 0) * 30 - deal.renews_in + 24
        if signed > 0:
            yield _row(story, (f"{name}, the one before", "renewal", "Closed won", None, 1), deal.arr, signed)


def _row(story: Story, facts: tuple[str, str, str, str | None, int | None], amount: int, close_ago: int) -> Row:
    """One deal; `facts` are its name, kind, stage, forecast category, and whether it was won."""
    name, kind, stage, category, won = facts
    currency = story.customer.place.currency
    return (
        story.account_id, name, kind, stage, amount * unit(currency), "arr", currency, story.day(close_ago),
        category, won,
    )  # fmt: skip
