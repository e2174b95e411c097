"""The command tree: which function answers which words.

A word's module is imported when the word is typed, not before: the program must answer faster than its libraries load
(docs/decisions.md). Words of the day stand in `cs --help`; the rest is behind `cs help all`, under the same headings.
"""

from functools import cache
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli import __version__
from cs_cli.commands.options import AlsoJson, CsCommand, CsGroup, Filtered, Listing
from cs_cli.errors import UsageError, sentence_of
from cs_cli.output import render

DAY, LOOK, MONEY, HEALTH = "Day", "Look", "Renewals and money", "Health"
DOCUMENTS, RECORD, REMIND, DATA, SAFETY = "Documents", "Record", "Reminders", "Data", "Safety"


class Word(NamedTuple):
    """Where the answer to a word lives: `module.name` below cs_cli.commands, a function or a Typer of subcommands.

    A class of commands that most words do without is named in the same way.
    """

    panel: str
    home: str
    cls: type[CsCommand] | str = CsCommand
    daily: bool = False


WORDS = {
    "today": Word(DAY, "today.today", Filtered, daily=True),
    "why": Word(DAY, "today.why", Listing, daily=True),
    "since": Word(DAY, "since.since", Listing),
    "week": Word(DAY, "week.week", Listing),
    "accounts": Word(LOOK, "accounts.accounts", Filtered, daily=True),
    "show": Word(LOOK, "show.show", Listing, daily=True),
    "brief": Word(LOOK, "show.brief", Listing, daily=True),
    "find": Word(LOOK, "find.find", Listing),
    "sql": Word(LOOK, "sql.sql", Listing),
    "renewals": Word(MONEY, "renewals.renewals", Filtered, daily=True),
    "retention": Word(MONEY, "retention.retention", Filtered),
    "forecast": Word(MONEY, "forecast.forecast", Filtered),
    "clock": Word(MONEY, "clock.clock", Filtered),
    "renew": Word(MONEY, "renew.renew"),
    "churn": Word(MONEY, "outcomes.churn"),
    "amend": Word(MONEY, "amend.amend"),
    "notice": Word(MONEY, "outcomes.notice"),
    "winback": Word(MONEY, "outcomes.winback"),
    "rates": Word(MONEY, "rates.rates", Listing),
    "rate": Word(MONEY, "rates.rate"),
    "health": Word(HEALTH, "health.health", Filtered, daily=True),
    "override": Word(HEALTH, "override.override", Listing),
    "hindsight": Word(HEALTH, "hindsight.hindsight", Listing),
    "scorecard": Word(HEALTH, "scorecard.scorecard"),
    "sentiment": Word(HEALTH, "sentiment.sentiment", Listing),
    "survey": Word(HEALTH, "survey.survey"),
    "nps": Word(HEALTH, "voice.nps", Filtered),
    "csat": Word(HEALTH, "voice.csat", Filtered),
    "ces": Word(HEALTH, "voice.ces", Filtered),
    "support": Word(HEALTH, "support.support", Filtered),
    "measure": Word(HEALTH, "measure.measure", Listing),
    "digest": Word(REMIND, "digest.digest", AlsoJson, daily=True),
    "calendar": Word(REMIND, "calendar.calendar"),
    "schedule": Word(REMIND, "schedule.schedule"),
    "qbr": Word(DOCUMENTS, "documents.qbr", "documents.Documents", daily=True),
    "plan": Word(DOCUMENTS, "plan.plan", Listing),
    "doc": Word(DOCUMENTS, "documents.doc", "documents.Documents"),
    "render": Word(DOCUMENTS, "render.render"),
    "template": Word(DOCUMENTS, "template.template"),
    "contacts": Word(LOOK, "contacts.contacts", Filtered),
    "activities": Word(LOOK, "activities.activities", Filtered),
    "tasks": Word(LOOK, "tasks.tasks", Filtered, daily=True),
    "view": Word(LOOK, "view.view"),
    "segments": Word(LOOK, "segments.segments", Listing),
    "objectives": Word(LOOK, "plan_lists.objectives", Filtered),
    "milestones": Word(LOOK, "plan_lists.milestones", Filtered),
    "commitments": Word(LOOK, "plan_lists.commitments", Filtered),
    "risks": Word(LOOK, "plan_lists.risks", Filtered),
    "values": Word(LOOK, "plan_lists.values", Filtered),
    "ttv": Word(LOOK, "ttv.ttv", Filtered),
    "log": Word(RECORD, "log.log", "touches.OfAKind", daily=True),
    "meet": Word(RECORD, "meet.meet", "touches.OfAKind"),
    "edit": Word(RECORD, "edit.edit", "edit.Editing"),
    "task": Word(RECORD, "tasks.task", daily=True),
    "done": Word(RECORD, "settling.done", daily=True),
    "snooze": Word(RECORD, "settling.snooze"),
    "drop": Word(RECORD, "settling.drop"),
    "account": Word(RECORD, "account.account"),
    "contract": Word(RECORD, "contract.contract"),
    "contact": Word(RECORD, "contact.contact"),
    "objective": Word(RECORD, "objective.objective"),
    "milestone": Word(RECORD, "milestone.milestone"),
    "commitment": Word(RECORD, "commitment.commitment"),
    "risk": Word(RECORD, "risk.risk"),
    "value": Word(RECORD, "value.value"),
    "ticket": Word(RECORD, "ticket.ticket", "ticket.Explaining"),
    "import": Word(DATA, "import_.import_", daily=True),
    "init": Word(DATA, "init.init"),
    "config": Word(DATA, "config.config"),
    "export": Word(DATA, "export.export"),
    "demo": Word(DATA, "demo.demo"),
    "undo": Word(SAFETY, "safety.undo", daily=True),
    "redo": Word(SAFETY, "safety.redo"),
    "history": Word(SAFETY, "safety.history", Listing),
    "backup": Word(SAFETY, "safety.backup", Listing),
    "restore": Word(SAFETY, "safety.restore"),
    "doctor": Word(SAFETY, "safety.doctor", Listing),
    "help": Word(DAY, "help_.help_"),
}


class Tree(CsGroup):
    """The root: a word's command is built from its function when somebody asks for it."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """All words, in the order of WORDS."""
        return list(WORDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  Typer's own types
        """The word's command. Raises UsageError with the words that come close."""
        if args[0] not in WORDS:
            from difflib import get_close_matches  # noqa: PLC0415  only for a word that is not there

            close = get_close_matches(args[0], WORDS, n=3)
            raise UsageError(
                f'no word "{args[0]}"', f"Did you mean {sentence_of(close)}?" if close else "All words: cs help all"
            )
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  Typer's own types
        """The command of a word, or None."""
        return command_of(cmd_name) if cmd_name in WORDS else None


@cache
def command_of(word: str) -> Any:  # noqa: ANN401  Typer's own command or group
    """Build the command of a word in WORDS."""
    known = WORDS[word]
    found = _at(known.home)
    if not isinstance(found, typer.Typer):
        function, found = found, typer.Typer(add_completion=False, rich_markup_mode=None)
        cls = _at(known.cls) if isinstance(known.cls, str) else known.cls
        found.command(word, cls=cls, hidden=not known.daily, rich_help_panel=known.panel)(function)
    command: Any = typer.main.get_command(found)
    command.name, command.hidden, command.rich_help_panel = word, not known.daily, known.panel
    return command


def _at(home: str) -> Any:  # noqa: ANN401  as above
    module, name = home.split(".")
    return getattr(import_module(f"cs_cli.commands.{module}"), name)


VersionOption = Annotated[bool, typer.Option("--version", help="Print the version.")]
app = typer.Typer(
    name="cs",
    cls=Tree,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="All words: cs help all. The keys of a JSON answer: cs help json WORD. Exit codes: cs help exit-codes.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def cs(ctx: typer.Context, *, version: VersionOption = False) -> None:
    """Customer success in one file: renewals, health, QBR decks, reminders. `cs` alone is `cs today`."""
    if version:
        render.write(f"cs {__version__}\n")
    elif ctx.invoked_subcommand is None:
        with command_of("today").make_context("today", [], parent=ctx) as inner:
            inner.command.invoke(inner)


@cache
def command_tree() -> Any:  # noqa: ANN401  Typer's own group
    """The whole tree, built once."""
    return typer.main.get_command(app)
