"""A message in the reader's words: text by the catalogue, parameters by Babel."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages import Catalog
from jinja2 import Environment

from domain.message_values import Clock, Country, FileSize, OneOf
from domain.messages import Message, Value, msg, msg_n, phrase
from ops import pseudo
from words import catalogues, templates
from words.reader import Reader, current, reading
from words.wording import word

AT = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
BERLIN = Reader("de", "Europe/Berlin")
SAID: list[tuple[Value, str, str]] = [
    (AT, "1 July 2026, 12:05 UTC", "1. Juli 2026, 14:05 MESZ"),
    (date(2026, 7, 1), "1 July 2026", "1. Juli 2026"),
    (timedelta(days=3), "3 days", "3 Tage"),
    (1234.5, "1,234.5", "1.234,5"),
    (Clock(AT), "12:05 UTC", "14:05 MESZ"),
    (Country("DE"), "Germany", "Deutschland"),
    (FileSize(1_400_000), "1.4 MB", "1,4 MB"),
    (["a", Country("FR"), "c"], "a, France and c", "a, Frankreich und c"),
    (OneOf(("a", "b")), "a or b", "a oder b"),
    ("1234", "1234", "1234"),
]


@pytest.fixture
def few_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader of the pseudo-language, which knows some texts alone."""
    source = Catalog(charset="utf-8")
    for text in (("{n} page", "{n} pages"), "Dear {who}: {what}", "Proof", "%(n)s of %(what)s", "<b>Bold</b> %(num)s"):
        source.add(text)
    pseudo.write(source, tmp_path / "en_XA" / "LC_MESSAGES" / "greenroom.mo")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    return Reader(catalogues.PSEUDO)


@pytest.mark.parametrize(("value", "english", "german"), SAID, ids=lambda each: str(each)[:20])
def test_a_parameter_reads_as_the_language_writes_it(value: Value, english: str, german: str) -> None:
    message = msg("{it}", it=value)
    assert (word(message), word(message, BERLIN)) == (english, german)


def test_a_sentence_and_the_messages_and_phrases_in_it_are_translated_and_typed_text_is_not(
    few_texts: Reader,
) -> None:
    message = msg("Dear {who}: {what}", who="Proof", what=phrase("Proof"))
    assert word(message, few_texts) == "⟦Đééááŕ Proof: ⟦Pŕóóóóf⟧ éé éé⟧"
    assert word(msg_n("{n} page", "{n} pages", n=1), few_texts).startswith("⟦1 páá")
    assert word(Message.verbatim("Proof"), few_texts) == word("Proof", few_texts) == "Proof"


def test_a_text_that_the_extractor_missed_stays_plain(few_texts: Reader) -> None:
    assert word(phrase("Nobody collected this"), few_texts) == "Nobody collected this"


@pytest.mark.parametrize("text", ["Save", "Hello %(name)s, {n} <b>pages</b> are left&nbsp;now.", "A longer sentence."])
def test_the_pseudo_language_is_longer_and_leaves_placeholders_and_markup_whole(text: str) -> None:
    longer = pseudo.pseudo(text)
    assert longer.startswith("⟦") and longer.endswith("⟧") and len(longer) >= 1.4 * len(text)
    assert pseudo.WHOLE.findall(longer) == pseudo.WHOLE.findall(text)


def printed(source: str, **known: object) -> str:
    environment = Environment(autoescape=True)
    templates.install(environment)
    return environment.from_string(source).render(known)


def test_a_template_words_whatever_message_it_prints(few_texts: Reader) -> None:
    source = '{{ it }} {{ _("%(n)s of %(what)s", n=1234, what=it) }} {% trans what=it %}Dear {{ what }}{% endtrans %}'
    with reading(few_texts):
        page = printed(source, it=phrase("Proof"))
    proof = "⟦Pŕóóóóf⟧"
    assert page == f"{proof} ⟦1,234 óóf {proof} éé éé⟧ Dear {proof}"
    assert printed("{{ it }}", it=phrase("Proof")) == "Proof"


def test_parameters_are_escaped_and_the_markup_of_a_text_is_not() -> None:
    source = '{{ ngettext("<b>Bold</b> %(num)s", "<b>Bold</b> %(num)s %(it)s", 2, it=it) }} {{ it }}'
    assert printed(source, it=msg("{x}", x="<i>")) == "<b>Bold</b> 2 &lt;i&gt; &lt;i&gt;"


def test_outside_of_a_page_it_is_english_again() -> None:
    with reading(BERLIN):
        assert current() == BERLIN
    assert current() == Reader()


def test_a_time_is_on_the_clock_of_whoever_reads_and_utc_is_behind_it() -> None:
    with reading(Reader("en", "Europe/Berlin")):
        when, deadline = printed("{{ at | when }}|{{ at | deadline }}", at=AT).split("|")
        plain = printed("{% autoescape false %}{{ at | when }}, {{ at | deadline }}{% endautoescape %}", at=AT)
    assert 'title="1 July 2026, 12:05 UTC"' in when and ">1 July 2026, 14:05 CEST<" in when
    assert ">1 July 2026, 14:05 CEST (12:05 UTC)<" in deadline and 'datetime="2026-07-01T12:05:00+00:00"' in deadline
    assert plain == "1 July 2026, 14:05 CEST, 1 July 2026, 14:05 CEST (12:05 UTC)"
    in_utc = printed("{{ at | when }}|{{ at | clock }}|{{ at | deadline }}", at=AT).split("|")
    texts = ("1 July 2026, 12:05 UTC", "12:05 UTC", "1 July 2026, 12:05 UTC")
    assert in_utc == [f'<time datetime="2026-07-01T12:05:00+00:00">{text}</time>' for text in texts]


def test_a_deadline_names_the_day_in_utc_where_it_is_another_one() -> None:
    with reading(Reader("en", "Asia/Shanghai")):
        late = printed("{{ at | deadline }}", at=AT + timedelta(hours=8))
    assert ">2 July 2026, 04:05 +0800 (1 July 2026, 20:05 UTC)<" in late


def test_a_time_in_an_attribute_is_plain_text() -> None:
    with reading(Reader("en", "Europe/Berlin")):
        assert printed('<i title="{{ at | when_plain }}">', at=AT) == '<i title="1 July 2026, 14:05 CEST">'
