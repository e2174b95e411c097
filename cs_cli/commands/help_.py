"""`cs help`: all the words, the keys of every JSON answer, the exit codes."""

import importlib
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from cs_cli.context import say
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.output.sheet import Cell, Column, Sheet

EXIT_CODES = {
    0: "fine",
    1: "a finding (doctor, --fail-on)",
    2: "a word, an option or its value does not fit",
    65: "bad data; nothing was written",
    66: "no such account, contract, task or file",
    69: "a service is unavailable",
    70: "something went wrong inside cs",
    73: "a file cannot be written",
    75: "try again: busy, network, stale edit",
    77: "permission or login",
    78: "configuration, a newer portfolio, a digest of an empty one",
    130: "stopped by Ctrl-C",
    141: "whoever read the output went away",
}
# Where the keys of a word's JSON rows are pinned: module and name.
JSON_KEYS = {
    "today": ("today", "KEYS"),
    "why": ("today", "KEYS"),
    "since": ("since", "KEYS"),
    "week": ("week", "KEYS"),
    "accounts": ("accounts", "KEYS"),
    "show": ("show", "KEYS"),
    "brief": ("show", "KEYS"),
    "renewals": ("renewals", "KEYS"),
    "clock": ("clock", "KEYS"),
    "forecast": ("outlook", "KEYS"),
    "forecast explain": ("outlook", "EXPLAIN_KEYS"),
    "forecast account": ("forecast_calls", "ACCOUNT_KEYS"),
    "forecast accuracy": ("forecast_calls", "ACCURACY_KEYS"),
    "retention": ("retention_rows", "KEYS"),
    "retention monthly": ("retention_rows", "ROW_KEYS"),
    "retention explain": ("retention_rows", "EXPLAIN_KEYS"),
    "rates": ("rates", "KEYS"),
    "health": ("health", "KEYS"),
    "digest": ("digest", "KEYS"),
    "health explain": ("health", "EXPLAIN_KEYS"),
    "scorecard backtest": ("backtest_rows", "KEYS"),
    "scorecard backtest decisions": ("backtest_rows", "DECISION_KEYS"),
    "health history": ("health_history", "KEYS"),
    "health said": ("health_said", "KEYS"),
    "health migration": ("health_migration", "KEYS"),
    "hindsight": ("hindsight", "KEYS"),
    "scorecard list": ("scorecard_list", "KEYS"),
    "scorecard check": ("scorecard_check", "KEYS"),
    "scorecard try": ("scorecard_try", "KEYS"),
    "contacts": ("contacts", "KEYS"),
    "contact export": ("access", "KEYS"),
    "contacts gaps": ("contacts", "GAP_KEYS"),
    "activities": ("activities", "KEYS"),
    "tasks": ("tasks", "KEYS"),
    "objectives": ("plan_lists", "OBJECTIVE_KEYS"),
    "milestones": ("plan_lists", "MILESTONE_KEYS"),
    "commitments": ("plan_lists", "COMMITMENT_KEYS"),
    "risks": ("plan_lists", "RISK_KEYS"),
    "values": ("plan_lists", "VALUE_KEYS"),
    "plan check": ("plan", "CHECK_KEYS"),
    "qbr all": ("document_batch", "KEYS"),
    "qbr check": ("claims", "KEYS"),
    "doc all": ("document_batch", "KEYS"),
    "doc check": ("claims", "KEYS"),
    "doc list": ("document_list", "KEYS"),
    "template list": ("document_list", "KEYS"),
    "template check": ("template", "CHECK_KEYS"),
    "ttv": ("ttv", "KEYS"),
    "ttv explain": ("ttv", "EXPLAIN_KEYS"),
    "find": ("find", "KEYS"),
    "override": ("override", "KEYS"),
    "sentiment": ("sentiment", "KEYS"),
    "nps": ("voice", "NPS_KEYS"),
    "nps account": ("voice_answers", "ANSWER_KEYS"),
    "nps comments": ("voice_answers", "COMMENT_KEYS"),
    "csat": ("voice", "CSAT_KEYS"),
    "csat account": ("voice_answers", "ANSWER_KEYS"),
    "ces": ("voice", "CES_KEYS"),
    "support": ("support", "KEYS"),
    "measure": ("measure", "KEYS"),
    "config show": ("config", "KEYS"),
    "config secret": ("secret", "SECRET_KEYS"),
    "segments": ("segments", "KEYS"),
    "segments check": ("segments", "CHECK_KEYS"),
    "view list": ("view", "KEYS"),
    "view show": ("view", "KEYS"),
    "history": ("safety", "HISTORY_KEYS"),
    "backup": ("safety", "BACKUP_KEYS"),
    "doctor": ("safety", "DOCTOR_KEYS"),
    "schedule list": ("scheduling", "KEYS"),
    "schedule status": ("scheduling", "STATUS_KEYS"),
}
_CONTRACT_NOTES = (
    "notice_days is in calendar days, whatever the notice is agreed in",
    "contract and product are null where there is none",
)
_CLOCK_NOTES = (
    "days and task are null where there is none; on is the step's day, due_on that of its task",
    "state is ahead, today, late, done, dropped or skipped, and why says why it is skipped",
)
_RANK_NOTES = (
    "rank is the place in this answer: by when, ranked_currency and product = urgency × ranked_arr × risk",
    "ranked_arr is null without ARR, and 1 counts for it; converted: a recorded rate was needed",
)
_BACKTEST_NOTES = (
    "bands has the columns of --csv; rates and all that follows are null below 50 losses or 12 months",
    "with --suggest-weights: scorecard, fingerprint, decisions, lost, weights, folds, auc_today, auc_suggested",
)
_VOICE_NOTES = (
    "by and group are null in the row of all accounts; group is null where accounts have no segment or owner, too",
    "response_share is null where it is not recorded how many were asked (measurements nps_asked, csat_asked, …)",
)
_HISTORY_NOTES = (
    "health and band are reckoned now from rows dated by the day; said_… is what an import or a digest recorded then",
    "cause is null on a day on which the band is that of the day before, and where no cause can be named",
)
_MIGRATION_NOTES = (
    "from_band new: no contract ran on from_on; to_band left: none runs on to_on",
    "arr_by_currency is that of from_on; of new accounts that of to_on",
)
_HINDSIGHT_NOTES = (
    "kind is a sign (band, ticket, sponsor, silence, usage, sentiment, detractor, notice, opt-out), week or decision",
    "what is null in a row of a week; said_… is the last record within the week up to the day",
)
_CLAIM_NOTES = (
    "kind is title, tile, finding or row; state is backed, unverified or review, and why says what is to be looked at",
    "rows counts what is in data, the rows on record by the name of their evidence",
)
_BATCH_NOTES = ("outcome is made, left out or failed; path is null where nothing was written, why where it was",)
JSON_NOTES = {
    "qbr check": _CLAIM_NOTES,
    "doc check": _CLAIM_NOTES,
    "qbr all": _BATCH_NOTES,
    "doc all": _BATCH_NOTES,
    "nps": _VOICE_NOTES,
    "csat": _VOICE_NOTES,
    "ces": _VOICE_NOTES,
    "support": (
        "priority is null in the row of all of a group's tickets, and empty in that of tickets without one",
        "times are medians in business hours of the tickets opened in the window; null where none is known",
    ),
    "health history": _HISTORY_NOTES,
    "health migration": _MIGRATION_NOTES,
    "hindsight": _HINDSIGHT_NOTES,
    "today": _RANK_NOTES,
    "why": _RANK_NOTES,
    "renewals": _CONTRACT_NOTES,
    "clock": _CLOCK_NOTES,
    "show": _CONTRACT_NOTES,
    "scorecard backtest": _BACKTEST_NOTES,
    "brief": _CONTRACT_NOTES,
}
WordsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[all | exit-codes | filters | formats [KIND] | json WORD | WORD]")
]


def help_(ctx: typer.Context, words: WordsArgument = None) -> None:
    """List every word, those of a filter, the keys of a JSON answer, the formats of cs import, the exit codes."""
    match words or []:
        case []:
            render.document(ctx.find_root().get_help())
        case ["all"]:
            render.sheets(_everything(ctx.find_root().command))
        case ["exit-codes"]:
            render.sheets([_exit_codes()])
        case ["formats", *kind]:
            render.sheets(_formats(" ".join(kind)))
        case ["filters"]:
            render.sheets(_filters())
        case ["json"]:
            render.sheets(sorted(JSON_KEYS))
        case ["json", *word]:
            render.sheets(keys_of(" ".join(word)))
            for note in JSON_NOTES.get(" ".join(word), ()):
                say(note)
        case [*path]:
            render.document(_help_of(ctx, path))


def keys_of(word: str) -> Sequence[str]:
    """The keys of the rows that `cs WORD --json` prints. Raises UsageError."""
    if word not in JSON_KEYS:
        raise UsageError(f'"{word}" has no JSON answer with fixed keys', f"These have: {', '.join(sorted(JSON_KEYS))}")
    module, name = JSON_KEYS[word]
    keys: Sequence[str] = getattr(importlib.import_module(f"cs_cli.commands.{module}"), name)
    return keys


def _everything(tree: Any) -> list[Sheet]:  # noqa: ANN401  Typer's own group
    sheet = Sheet((Column(), Column(wrap=True)))
    panels: dict[str, list[tuple[str, str]]] = {}
    for panel, word, said in _words(tree):
        panels.setdefault(panel, []).append((word, said))
    for panel, entries in panels.items():
        sheet.heading(Cell(panel, "bold"))
        for word, said in entries:
            sheet.row(f"cs {word}", said)
    return [sheet]


def _words(tree: Any, prefix: str = "", panel: str = "") -> Iterator[tuple[str, str, str]]:  # noqa: ANN401  as above
    for name in tree.list_commands(None):
        command = tree.get_command(None, name)
        home = panel or command.rich_help_panel or ""
        if hasattr(command, "list_commands"):
            yield from _words(command, f"{prefix}{name} ", home)
        else:
            yield home, f"{prefix}{name}", command.get_short_help_str(limit=100)


def _exit_codes() -> Sheet:
    sheet = Sheet((Column(right=True), Column()), indent=0)
    for code, meaning in EXIT_CODES.items():
        sheet.row(str(code), meaning)
    return sheet


def _filters() -> list[Sheet | str]:
    """The fields of a filter, and how its words are put together."""
    from cs_cli.domain.filters import FIELDS  # noqa: PLC0415  only for this answer

    sheet = Sheet((Column(), Column(), Column(wrap=True)), indent=0)
    for name, field in FIELDS.items():
        sheet.row(", ".join([name, *field.also]), field.example, field.meaning)
    return [
        "Words of a filter, all of which must fit: cs accounts red seg:enterprise arr:'>50k' -tag:pilot",
        sheet,
        "a,b is either; -word or !word is not; > >= < <= compare, a..b is from a to b; k and m: thousand, million.",
        "ent* is how a text begins; none is what is not recorded.",
        "A word alone is a band, or a part of the account's key or name. Keep them: cs view save mine …, then @mine",
    ]


def _formats(name: str) -> list[Sheet | str]:
    """The columns of the kinds that `cs import` reads, or of one kind with the other headers of each column."""
    from cs_cli.intake.kinds import KINDS, required_said  # noqa: PLC0415  only for this answer
    from cs_cli.intake.usage import NAME, kind_said  # noqa: PLC0415  as above

    sheet = Sheet((Column(), Column(wrap=True), Column(wrap=True)), indent=0)
    if not name:
        for kind in KINDS:
            sheet.row(kind.name, required_said(kind), ", ".join(c.name for c in kind.columns if c.exported))
        return [
            "Of each table: its kind, what it must have, all its columns",
            sheet,
            "Other headers: cs help formats KIND",
            "Documents are written as .pptx, .html, .pdf, .docx or .md, by the suffix after -o: cs doc list",
        ]
    chosen = kind_said(name)
    if chosen is None:
        raise UsageError(f'no kind "{name}"', f"One of {', '.join([*(kind.name for kind in KINDS), NAME])}")
    for column in chosen.columns:
        if column.exported:
            sheet.row(column.name, "; ".join(column.choices) or column.reads.value, ", ".join(column.synonyms))
    must = f"{name} must have {required_said(chosen)}. A column, what it holds, other headers it may have:"
    return [must, sheet, *([chosen.also] if chosen.also else [])]


def _help_of(ctx: typer.Context, path: list[str]) -> str:
    command: Any = ctx.find_root().command
    for word in path:
        command = command.get_command(None, word) if hasattr(command, "list_commands") else None
        if command is None:
            raise UsageError(f'no word "{" ".join(path)}"', "All words: cs help all")
    with command.make_context(" ".join(["cs", *path]), [], parent=None, resilient_parsing=True) as inner:
        text: str = inner.get_help()
    return text
