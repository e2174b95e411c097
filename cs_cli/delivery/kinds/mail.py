"""A digest as a mail: an HTML part of tables with the styles inline, and a plain part that is complete on its own."""

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from cs_cli.delivery.kinds.plain import as_text, ids_of, lead_of, rule_of, subject_of, what_of
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest, Section
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import one_line

if TYPE_CHECKING:
    from css_inline import CSSInliner

MOST_BYTES = 100_000
"""Gmail cuts a mail off at about 102 KB of HTML."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_STYLE = f"""
body{{margin:0;padding:0;background:#eef1f5;color:#1c2b41;font:15px/1.45 {_SANS};-webkit-text-size-adjust:100%}}
.back{{width:100%;background:#eef1f5}}
.gap{{padding:20px 10px}}
.card{{width:100%;max-width:600px;background:#ffffff;border:1px solid #d5dce6}}
.head{{padding:22px 24px 16px;border-bottom:3px solid #1f4f8f}}
.kind{{margin:0 0 8px;font-size:13px;color:#55657d}}
h1{{margin:0 0 10px;font-size:21px;line-height:1.3;font-weight:bold;color:#101b2d}}
.lead{{margin:0;font-size:14px;color:#3c4b62}}
.counts{{margin:8px 0 0;font-size:14px;font-weight:bold;color:#1f4f8f}}
.what,.rule,h1{{overflow-wrap:anywhere;word-break:break-word}}
.day{{white-space:nowrap}}
h2{{margin:0;padding:22px 24px 6px;font-size:13px;letter-spacing:1px;font-weight:bold;color:#1f4f8f}}
.line{{width:100%}}
.said{{padding:10px 24px 12px;border-bottom:1px solid #e3e8ef}}
.what{{margin:0;font-size:15px;color:#1c2b41}}
.who{{color:#101b2d}}
.worth{{padding-left:14px;text-align:right;vertical-align:top;white-space:nowrap;font-weight:bold;color:#101b2d}}
.top{{vertical-align:top}}
.rule{{margin:3px 0 7px;font-size:13px;color:#55657d}}
code{{font:13px/1.4 ui-monospace,Consolas,Menlo,monospace;color:#101b2d;background:#eef1f5;padding:3px 7px}}
.span{{padding:4px 24px 4px;font-size:14px;color:#3c4b62;vertical-align:top}}
.foot{{padding:18px 24px 20px;font-size:12px;color:#55657d}}
@media (prefers-color-scheme:dark){{
body,.back{{background:#10161f!important}}
.card{{background:#18212d!important;border-color:#2e3a4a!important}}
h1,.who,.worth,.what{{color:#eef2f7!important}}
.lead,.kind,.rule,.span,.foot{{color:#b4c0d0!important}}
h2,.counts{{color:#8fb8f0!important}}
.said{{border-color:#2e3a4a!important}}
code{{color:#eef2f7!important;background:#263243!important}}
}}
@media (max-width:480px){{
.gap{{padding:0!important}}
.head{{padding:18px 16px 14px!important}}
h2{{padding:20px 16px 4px!important}}
.said{{padding:10px 16px 12px!important}}
.span{{padding-left:16px!important;padding-right:8px!important}}
.foot{{padding:16px!important}}
}}
"""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'


def parcel(digest: Digest) -> Parcel:
    """The parcel of a mail."""
    return Parcel(
        subject_of(digest),
        as_text(digest),
        html=html_of(digest),
        items=ids_of(digest),
        part=digest.part,
        parts=digest.parts,
    )


def fits(digest: Digest) -> bool:
    """Whether every mail program shows all of it."""
    return len(html_of(digest).encode()) <= MOST_BYTES


def html_of(digest: Digest) -> str:
    """The HTML part: each element carries its style, so that it also looks right where <style> is dropped."""
    return _inliner().inline(page(digest))


def page(digest: Digest) -> str:
    """The same as a page with a style sheet: no script, no link, no remote part."""
    ahead = "".join(
        f'<tr><td class="span">{each.days}</td><td class="span"><b class="who">{_html(each.worth)}</b></td></tr>'
        for each in digest.ahead
    )
    body = [_head(digest), *map(_section, digest.sections)]
    if ahead:
        body.append(f"<tr><td><h2>AHEAD</h2><table {_TABLE}>{ahead}</table></td></tr>")
    body.append(_foot(digest))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{_html(subject_of(digest))}</title><style>{_STYLE}</style></head>\n<body>"
        f'<table class="back" {_TABLE} width="100%" bgcolor="#eef1f5"><tr><td class="gap" align="center">'
        f'<table class="card" {_TABLE} width="100%" bgcolor="#ffffff" align="center">\n'
        f"{''.join(body)}</table></td></tr></table></body></html>\n"
    )


def _head(digest: Digest) -> str:
    whose = f" for the accounts of {digest.owner}" if digest.owner else ""
    kind = f"{digest.name.capitalize()} digest{whose}, {digest.when}"
    part = f", part {digest.part} of {digest.parts}" if digest.parts > 1 else ""
    counts = " · ".join(f"{section.title.capitalize()} {len(section.lines)}" for section in digest.sections)
    return (
        f'<tr><td class="head"><p class="kind">{_html(kind + part)}</p><h1>{_html(digest.headline)}</h1>'
        f'<p class="lead">{_html(lead_of(digest))}</p><p class="counts">{_html(counts)}</p></td></tr>\n'
    )


def _section(section: Section) -> str:
    return f"<tr><td><h2>{_html(section.title)}</h2></td></tr>\n{''.join(map(_line, section.lines))}"


def _line(line: Line) -> str:
    """An account a row; the amount stands at the right, what to type below."""
    who = f'<b class="who">{_html(line.account)}</b> &nbsp;' if line.account else ""
    worth = f'<td class="worth">{_html(line.amount)}</td>' if line.amount else ""
    return (
        f'<tr><td class="said"><table class="line" {_TABLE} width="100%"><tr><td class="top">'
        f'<p class="what">{who}{_html(what_of(line))}</p></td>{worth}</tr></table>'
        f'<p class="rule">Why: {_dated(rule_of(line))}</p><code>{_html(line.command)}</code></td></tr>\n'
    )


def _foot(digest: Digest) -> str:
    return (
        f'<tr><td class="foot">Each line says why it is here, and the command deals with it. '
        f"What is in this digest: cs digest {_html(digest.name)} --dry-run</td></tr>"
    )


def _dated(text: str) -> str:
    """As `_html`; no date is parted at the end of a line."""
    return _DATE.sub(r'<span class="day">\g<0></span>', _html(text))


def _html(text: str) -> str:
    return escape(one_line(text))


@cache
def _inliner() -> "CSSInliner":
    from css_inline import CSSInliner  # noqa: PLC0415  a mail needs it, a page on the screen does not

    return CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
