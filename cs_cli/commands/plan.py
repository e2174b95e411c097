"""`cs plan ACME`: the success plan as a document, checked, drawn, or begun from a template."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.contacts import MaybeAccountArgument
from cs_cli.commands.making import (
    Asked,
    FinalOption,
    ForceOption,
    InternalOption,
    MasterOption,
    OutputOption,
    PeriodOption,
    ThemeOption,
    write_deck,
)
from cs_cli.commands.options import refuse_format
from cs_cli.commands.plan_lists import show_gantt
from cs_cli.commands.plan_start import Asked as Begun
from cs_cli.commands.plan_start import start, templates_shown
from cs_cli.context import Cs
from cs_cli.domain.plan_check import RULES, Checked, Finding, Held, findings
from cs_cli.errors import NotFoundError, UsageError, sentence_of
from cs_cli.output import render
from cs_cli.screens import plan_check as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.plan_templates import plan_template_names
from cs_cli.store.plans import Plans

CHECK_KEYS = ["account", "name", "rule", "asks", "number", "finding", "command"]
ANY = "any"
PLAN = "plan"
TemplateOption = Annotated[
    str | None,
    typer.Option("--template", help="Begin a plan: onboarding, renewal, adoption. Or another document template."),
]
TemplatesOption = Annotated[bool, typer.Option("--templates", help="List the plans to begin from.")]
CheckOption = Annotated[bool, typer.Option("--check", help="Say what the plan lacks.")]
FailOption = Annotated[
    str | None, typer.Option("--fail-on", metavar="RULE", help="With --check: exit 1 on that finding, or on any.")
]
GanttOption = Annotated[bool, typer.Option("--gantt", help="Draw the milestones as bars.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day that a template counts from.")]
AgainOption = Annotated[bool, typer.Option("--again", help="Begin a template's plan a second time.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what a template would add.")]


def plan(
    ctx: typer.Context,
    account: MaybeAccountArgument = None,
    output: OutputOption = None,
    template: TemplateOption = None,
    on: OnOption = None,
    fail_on: FailOption = None,
    period: PeriodOption = None,
    master: MasterOption = None,
    theme: ThemeOption = None,
    *,
    check: CheckOption = False,
    gantt: GanttOption = False,
    templates: TemplatesOption = False,
    again: AgainOption = False,
    dry_run: DryRunOption = False,
    internal: InternalOption = False,
    final: FinalOption = False,
    force: ForceOption = False,
) -> None:
    """Write the success plan of an account and print its path; or check, draw or begin it."""
    cs: Cs = ctx.obj
    as_document = bool(output or internal or force or final or master or theme or period)
    begins = template in plan_template_names(cs.settings.folder) and not as_document
    _refuse_strays(
        {"--check": check, "--gantt": gantt, "--templates": templates, "a plan template": begins},
        {"--on": on, "--again": again, "--dry-run": dry_run} if not begins else {},
        fail_on if not check else None,
    )
    if templates:
        refuse_format(cs, "cs plan --templates", "One of them: cs plan ACME --template onboarding")
        render.sheets(templates_shown(cs))
        return
    if account is None:
        raise UsageError("missing argument ACCOUNT", "Like cs plan ACME")
    if check:
        _check(cs, cs.portfolio.account(account), fail_on)
    elif gantt:
        show_gantt(cs, Plans(cs.reader, cs.today).milestones(cs.portfolio.account(account).account_id))
    elif begins and template:
        refuse_format(cs, "cs plan --template", "What it added: cs milestones ACME --json")
        start(cs, account, Begun(template, on, again=again, dry_run=dry_run))
    else:
        refuse_format(cs, "cs plan", "As data: cs milestones ACME --json, cs plan ACME --check --json")
        _document(cs, account, Asked(template or PLAN, output, master, theme, period, internal, final, force))


def _refuse_strays(asked: dict[str, bool], of_a_template: dict[str, Any], fail_on: str | None) -> None:
    """Raises UsageError for two answers at once, and for options that the answer asked for has not."""
    chosen = [name for name, is_asked in asked.items() if is_asked]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} are two answers", "One at a time")
    if stray := [name for name, value in of_a_template.items() if value]:
        raise UsageError(f"{stray[0]} belongs to a plan template", "Like cs plan ACME --template onboarding")
    if fail_on is not None:
        raise UsageError("--fail-on belongs to --check", "Like cs plan ACME --check --fail-on any")


def _document(cs: Cs, account: str, asked: Asked) -> None:
    try:
        write_deck(cs, account, asked)
    except NotFoundError as error:
        if asked.template == PLAN or "template" not in error.sentence:
            raise
        names = sentence_of(plan_template_names(cs.settings.folder))
        raise NotFoundError(error.sentence, *error.hints, f"To begin a plan: --template {names}") from error


def _check(cs: Cs, account: AccountRef, fail_on: str | None) -> None:
    if fail_on not in (None, ANY, *RULES):
        raise UsageError(f'--fail-on "{fail_on}" is no rule', f"any, or one of {', '.join(RULES)}")
    found = findings_of(cs, account)
    rows = [_row(account, finding) for finding in found][: cs.limit]
    render.rows(rows, CHECK_KEYS, cs.format, lambda: screens.screen(account, found[: cs.limit], len(found)))
    if fail_on and any(fail_on in (ANY, finding.rule) for finding in found):
        raise typer.Exit(1)


def findings_of(cs: Cs, account: AccountRef) -> Sequence[Finding]:
    """What the plan of an account lacks on the day."""
    return findings(
        Checked(
            account=account.key,
            plan=Plans(cs.reader, cs.today).plan(account.account_id),
            people=_people(cs, account),
            renewals=cs.portfolio.worth_of(account).renewals,
            today=cs.today,
        )
    )


def _people(cs: Cs, account: AccountRef) -> list[Held]:
    import json  # noqa: PLC0415  lists of roles only

    sql = "SELECT name, roles FROM contacts WHERE account_id = :of AND coalesce(left_on, '9999') > :today"
    rows = cs.reader.tuples(sql, {"of": account.account_id, "today": cs.today.isoformat()})
    return [Held(name, json.loads(roles)) for name, roles in rows]


def _row(account: AccountRef, finding: Finding) -> dict[str, Any]:
    return {"account": account.key, "name": account.name, "asks": RULES[finding.rule], **finding._asdict()}
