"""The digest as plain text, Markdown and HTML."""

from html import escape

from cs_cli.domain import words
from cs_cli.domain.digest import Digest, Line
from cs_cli.output.clean import literal_markdown, one_line
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(), Column(wrap=True, keep=44), Column(right=True, drop=2), Column(drop=1))
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;color:#33415a;max-width:46em;margin:2em auto;padding:0 1em}"
    "h1{font-size:20px;color:#101b2d}h2{font-size:13px;letter-spacing:.06em;color:#5a6981;margin:1.6em 0 .4em}"
    "table{border-collapse:collapse;width:100%}td{padding:.45em .6em .45em 0;border-bottom:1px solid #dce2eb;"
    "vertical-align:top}td.n{text-align:right;white-space:nowrap}b{color:#101b2d}small{color:#5a6981}"
    "code{font:13px ui-monospace,monospace;white-space:nowrap}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_sheets(digest: Digest) -> list[Sheet | str]:
    """Plain text, an account a line."""
    sheet = Sheet(_COLUMNS, indent=0)
    for title, lines in digest.sections.items():
        for number, line in enumerate(lines):
            label = Cell(title if number == 0 else "", "bold")
            sheet.row(label, Cell(line.account, "bold"), line.what, line.amount, Cell(line.command, "cyan"))
    for number, (when, worth) in enumerate(digest.ahead):
        sheet.row(Cell("" if number else "AHEAD", "bold"), when, worth, "", "")
    return [f"Subject: {digest.subject}", f"{words.full(digest.today)}. {_quiet(digest)}", sheet]


def as_markdown(digest: Digest) -> str:
    """Markdown with a list a section; text from the portfolio is escaped."""
    out = [f"# {literal_markdown(digest.subject)}", f"{words.full(digest.today)}. {_quiet(digest)}"]
    for title, lines in digest.sections.items():
        out += [f"## {title.capitalize()}", "\n".join(_md_line(line) for line in lines)]
    if digest.ahead:
        out += ["## Ahead", "\n".join(f"- {when}: {literal_markdown(worth)}" for when, worth in digest.ahead)]
    return "\n\n".join(out) + "\n"


def as_html(digest: Digest) -> str:
    """A page on its own: no script, no remote part; text from the portfolio is escaped."""
    body = [f"<h1>{_html(digest.subject)}</h1><p>{words.full(digest.today)}. {_quiet(digest)}</p>"]
    for title, lines in digest.sections.items():
        rows = "".join(_html_row(line) for line in lines)
        body.append(f"<h2>{title}</h2><table>{rows}</table>")
    if digest.ahead:
        body.append(f"<h2>AHEAD</h2><p>{'<br>'.join(f'{when}: {_html(worth)}' for when, worth in digest.ahead)}</p>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_html(digest.subject)}</title><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _quiet(digest: Digest) -> str:
    named = {line.account for lines in digest.sections.values() for line in lines} - {""}
    return f"No news: {digest.accounts - len(named)} of {words.counted(digest.accounts, 'account')}."


def _md_line(line: Line) -> str:
    amount = f", {literal_markdown(line.amount)}" if line.amount else ""
    command = f" → `{line.command.replace('`', '')}`" if line.command else ""
    head = f"- **{literal_markdown(line.account)}** {literal_markdown(line.what)}{amount}{command}"
    return f"{head}  \n  Why: {literal_markdown(line.rule)}"


def _html(text: str) -> str:
    return escape(one_line(text))


def _html_row(line: Line) -> str:
    return (
        f"<tr><td><b>{_html(line.account)}</b></td><td>{_html(line.what)}<br><small>{_html(line.rule)}</small></td>"
        f'<td class="n">{_html(line.amount)}</td><td><code>{_html(line.command)}</code></td></tr>'
    )
