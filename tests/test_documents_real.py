"""Decks in a real browser: nothing overflows or overlaps, a slide prints as a page, nothing is asked of the network."""

import html
import json
import re
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from documents_book import new_book, rich

from cs_cli.documents.deck import INTERNAL, for_audience
from cs_cli.documents.document import make_document
from cs_cli.documents.parse import parse
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


@pytest.fixture
def browse(needs, tmp_path):
    """The page as the browser has it once `script`, admitted by name in the page's own policy, has run."""
    chromium = needs("chromium")

    def seen(page, script, *options):
        admitted = f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}' "
        page = page.replace("script-src ", admitted, 1).replace("</body>", f"<script>{script}</script></body>", 1)
        (tmp_path / "deck.html").write_text(page, "utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        address = (tmp_path / "deck.html").as_uri()
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


def decks(folder, name):
    if name.endswith(".md"):
        return [write_html(for_audience(parse((DECKS / name).read_text("utf-8")), INTERNAL))]
    book = strange(folder) if name == "strange" else rich(folder, int(name))
    keys = [f"A{n}" for n in range(len(STRANGE))] if name == "strange" else ["ACME"]
    made = [make_document(template, book.review(INTERNAL, key=key)) for key in keys for template in ("qbr", "plan")]
    return [write_html(document.deck) for document in made]


@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "0", "1", "40", "strange"])
def test_nothing_overflows_is_cut_off_or_overlaps(browse, tmp_path, name):
    for page in decks(tmp_path, name):
        assert found(browse(page, AUDIT, "--virtual-time-budget=4000", "--dump-dom")) == []


@pytest.mark.parametrize("name", ["qbr.md", "40"])
def test_it_prints_one_slide_a_page(browse, tmp_path, name):
    page = decks(tmp_path, name)[0]
    browse(page, "", "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'deck.pdf'}")
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "deck.pdf").read_bytes())
    assert [tuple(round(float(side)) for side in size) for size in sizes] == [(960, 540)] * page.count(
        '<section class="slide'
    )


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
  document.documentElement.dataset.found = JSON.stringify({ wide, small: small.map((one) => one.textContent) });
});
"""


def test_on_a_narrow_screen_it_reads_as_a_page(browse):
    dom = browse(decks(None, "qbr.md")[0], PHONE, "--window-size=500,900", "--virtual-time-budget=4000", "--dump-dom")
    assert found(dom) == {"wide": False, "small": []}
