"""Random questions as any format would give them back: keys a, b, c, options of an ordering in their right order."""

from hypothesis import strategies as st

from domain.exchange.common import ImportedFile, option_keys
from domain.items.content import Item, Reference
from domain.items.parts import Key, Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import clean, from_plain

LETTERS = "ab1 \\:#={}~%*<>&;\"'-[]$é林\n./"
plain = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
lines = st.text(LETTERS, min_size=1, max_size=20).map(from_plain).filter(bool)
rich = lines | st.sampled_from(["<b>bold</b> word", "<p>one</p><p>two</p>", "<ul><li>x</li></ul>", "[html]y", "::z::"])
stems = st.builds("x{}".format, rich).map(clean)
partials = st.sampled_from(list(Partial))


def options(texts: list[str]) -> tuple[Option, ...]:
    keys = option_keys(len(texts))
    return tuple(Option(key=key, text=text) for key, text in zip(keys, texts, strict=True))


@st.composite
def choices(draw: st.DrawFn) -> Question:
    given = options(draw(st.lists(rich, min_size=2, max_size=5)))
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE]))
    most = 1 if kind == Kind.SINGLE else len(given)
    right = draw(st.sets(st.sampled_from([each.key for each in given]), min_size=1, max_size=most))
    partial = draw(partials) if kind == Kind.MULTIPLE else Partial.NONE
    key = Key(options=tuple(sorted(right)))
    return Question(kind=kind, stem=draw(stems), options=given, key=key, partial=partial, explanation=draw(rich))


@st.composite
def statements(draw: st.DrawFn) -> Question:
    given = (Option(key="true", text="True"), Option(key="false", text="False"))
    key = Key(options=(draw(st.sampled_from(["true", "false"])),))
    return Question(kind=Kind.TRUE_FALSE, stem=draw(stems), options=given, key=key, explanation=draw(rich))


@st.composite
def numbers(draw: st.DrawFn) -> Question:
    low, high = sorted(draw(st.tuples(*[st.integers(-(10**6), 10**6).map(lambda cents: cents / 100)] * 2)))
    return Question(kind=Kind.NUMERIC, stem=draw(stems), key=Key(low=low, high=high), explanation=draw(rich))


@st.composite
def texts(draw: st.DrawFn) -> Question:
    key = Key(texts=tuple(draw(st.lists(plain.filter(lambda text: "->" not in text), min_size=1, max_size=3))))
    return Question(kind=Kind.SHORT_TEXT, stem=draw(stems), key=key, explanation=draw(rich))


@st.composite
def matchings(draw: st.DrawFn) -> Question:
    pairs = draw(st.lists(rich, min_size=1, max_size=4))
    targets = draw(st.lists(plain.map(from_plain), unique=True, min_size=2, max_size=5))
    chosen = draw(st.lists(st.sampled_from(targets), min_size=len(pairs), max_size=len(pairs)))
    ordered = options(list(dict.fromkeys([*chosen, *targets])))
    by_text = {each.text: each.key for each in ordered}
    left = options(pairs)
    key = Key(pairs={each.key: by_text[text] for each, text in zip(left, chosen, strict=True)})
    same = {"stem": draw(stems), "partial": draw(partials)}
    return Question(kind=Kind.MATCHING, options=left, targets=ordered, key=key, **same)


@st.composite
def orderings(draw: st.DrawFn) -> Question:
    given = options(draw(st.lists(rich, min_size=2, max_size=5)))
    key = Key(options=tuple(each.key for each in given))
    return Question(kind=Kind.ORDERING, stem=draw(stems), options=given, key=key, partial=draw(partials))


def item(*questions: Question, scenario: str = "") -> Item:
    """An item with these questions."""
    reference = Reference(kind="design", basis="for tests")
    return Item(title="Gloves", area="claims", reference=reference, questions=questions, scenario=scenario)


def banks(questions: st.SearchStrategy[Question]) -> st.SearchStrategy[list[tuple[str, Item]]]:
    """Some items of one question under their codes."""
    coded = st.tuples(plain.map("q{}".format), questions.map(item))
    return st.lists(coded, max_size=4)


def asked(reading: ImportedFile) -> list[tuple[str, Question]]:
    """Title and question of each item that came in."""
    return [(each.title, each.questions[0]) for each in reading.items]


def given(bank: list[tuple[str, Item]]) -> list[tuple[str, Question]]:
    """Code and question of each item that went out."""
    return [(code, each.questions[0]) for code, each in bank]
