"""Documents speak the language of their front matter; status words are understood in every language there is."""

import pytest

from cs_cli.documents.look.labels import heads, labels_of
from cs_cli.documents.look.theme import tone_of
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.html import write_html
from cs_cli.errors import ConfigError

SOURCE = """---
title: "Bericht"
lang: {lang}
---
# Wo wir stehen
::: timeline today=2026-11-23
| Datum | Meilenstein | Zuständig | Status |
|---|---|---|---|
| 2026-03-02 | Start | Jo Park | Erledigt |
| 2026-12-24 | Übergabe | Sam Ito | Geplant |
:::
---
<!-- audience: internal -->
# Unterschriften
::: signoff
| Wer | Firma |
|---|---|
| Jo Park | ACME |
:::
::: table title="Tickets"
| Nr | Stand |
|---|---|
:::
---
<!-- layout: dark -->
# Bitten
::: asks
| Was | Wer | Wann |
|---|---|---|
| Termin bestätigen | Jo Park | 4. Dez. |
:::
::: chart line
| Monat | Nutzer |
|---|---:|
| Jan. | 4 |
| Feb. | 9 |
:::
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes a labels file of the user's own."""
    monkeypatch.setenv("CS_CONFIG_DIR", str(tmp_path))
    (tmp_path / "labels").mkdir()
    return lambda name, text: (tmp_path / "labels" / name).write_text(text, "utf-8")


def page_in(lang):
    return write_html(parse(SOURCE.replace("{lang}", lang)))


GERMAN = (
    "Heute", "2. März 2026", "Nur intern", "Unterschrift", "Datum", "Tickets: noch nichts erfasst.", "bis 4. Dez.",
    "Liniendiagramm. Nutzer: 4 (Jan.) bis 9 (Feb.).", "Folie 2 von 3", "nächste Folie",
)  # fmt: skip
ENGLISH = (
    "Today", "2 Mar 2026", "Internal only", "Signature", "Date", "Tickets: nothing recorded yet.", "by 4. Dez.",
    "Line chart. Nutzer: 4 (Jan.) to 9 (Feb.).", "Slide 2 of 3", "next slide",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["de", "de-AT", "DE_at"])
def test_blocks_speak_the_language_of_the_front_matter(lang):
    page = page_in(lang)
    assert [words for words in GERMAN if words not in page] == []
    assert f'<html lang="{lang}">' in page


@pytest.mark.parametrize("lang", ["en", "en-GB", "tlh", "", "../de", "."])
def test_an_unknown_language_has_english_words_and_is_no_error(lang):
    page = page_in(lang)
    assert [words for words in ENGLISH if words not in page] == []


@pytest.mark.parametrize(
    ("word", "tone"),
    [("Erledigt", "good"), ("Im Plan", "track"), ("GEFÄHRDET", "watch"), ("überfällig", "risk"), ("offen", "info"),
     ("Done", "good"), ("Planned", "neutral"), ("Hurra", "")],
)  # fmt: skip
def test_a_status_word_has_its_tone_in_every_language(word, tone):
    assert tone_of(word) == tone


def test_a_language_of_ones_own_is_a_file_and_what_it_leaves_out_is_english(own):
    own("fr.toml", '[words]\ntoday = "Aujourd’hui"\n[tones]\ngood = ["fait"]\n[heads]\nstatus = ["État"]\n')
    assert labels_of("fr-CA").today == "Aujourd’hui"
    assert labels_of("fr").signature == "Signature"
    assert tone_of("Fait") == "good"
    assert "État" in heads("status")


def test_ones_own_file_of_a_shipped_language_changes_single_words(own):
    own("de.toml", '[words]\nby = "spätestens"\n')
    assert (labels_of("de").by, labels_of("de").today) == ("spätestens", "Heute")


def test_where_two_languages_disagree_about_a_word_english_wins(own):
    own("aa.toml", '[tones]\nrisk = ["done", "gut"]\n')
    assert (tone_of("done"), tone_of("gut")) == ("good", "risk")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[words\n", "line 1"),
        ('[words]\nheute = "x"\n', 'no word "heute"'),
        ("[words]\ntoday = 3\n", "today is no text"),
        ("[word]\n", 'no section "word"'),
        ("words = 3\n", "3 stands where a section belongs"),
        ('[months]\nnames = ["Jan"]\n', "a list of twelve"),
        ('[tones]\ngreat = ["x"]\n', "great is none of good, track"),
        ('[tones]\ngood = "x"\n', "good is none of"),
        ('[words]\ntoday = "\udcff"\n', "fr.toml"),
    ],
)
@pytest.mark.usefixtures("own")
def test_a_fault_in_a_labels_file_is_named(tmp_path, text, said):
    (tmp_path / "labels" / "fr.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=r"fr\.toml") as caught:
        labels_of("fr")
    assert said in caught.value.sentence


@pytest.mark.usefixtures("own")
def test_a_labels_file_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "labels" / "fr.toml").symlink_to("/proc/self/mem")
    with pytest.raises(ConfigError, match="cannot be read"):
        labels_of("fr")
