"""One sample item of every kind; the title names the kind, and the first option is right wherever one is."""

from uuid import UUID

from domain.items.content import Item, Picture, Reference
from domain.items.parts import Key, Kind, Option, Partial
from domain.items.questions import Question

SPACE = UUID("018f0000-0000-7000-8000-0000000e0a00")
PICTURE = UUID("018f0000-0000-7000-8000-0000000e0a01")
RULE = Reference(kind="design", basis="Made for tests")


def options(*texts: str) -> tuple[Option, ...]:
    """Options with the keys a, b, c, ..."""
    return tuple(Option(key=key, text=text) for key, text in zip("abcdefgh", texts, strict=False))


def item(title: str, *questions: Question, area: str = "claims_prices", scenario: str = "") -> Item:
    """An item of these questions."""
    return Item(title=title, area=area, reference=RULE, questions=questions, scenario=scenario)


SINGLE = Question(
    kind=Kind.SINGLE,
    stem="<p>A viewer asks whether the tea <strong>cures</strong> a cold. What do you answer?</p>",
    options=options(
        "It is a tea, no medicine", "Yes, in two days", "Most of my customers say so", "Only the green one"
    ),
    key=Key(options=("a",)),
    explanation="A food must not be said to cure.",
)
MULTIPLE = Question(
    kind=Kind.MULTIPLE,
    stem="Which of these belong beside a struck-through price?",
    options=options("The lowest price of the last 30 days", "How long the offer lasts", "A guess", "A rival's price"),
    key=Key(options=("a", "b")),
    partial=Partial.SHARES,
)
TRUE_FALSE = Question(
    kind=Kind.TRUE_FALSE,
    stem="A paid partnership may be named at the end of the stream.",
    options=(Option(key="false", text="False", fixed=True), Option(key="true", text="True", fixed=True)),
    key=Key(options=("false",)),
)
NUMERIC = Question(
    kind=Kind.NUMERIC,
    stem="A jacket costs 80 instead of 100. By how many percent is it reduced?",
    key=Key(low=20, high=20),
)
SHORT = Question(kind=Kind.SHORT_TEXT, stem="What is the mark on silver called?", key=Key(texts=("hallmark",)))
ORDERING = Question(
    kind=Kind.ORDERING,
    stem="A viewer says the bag is fake. Put your steps in order.",
    options=options("Stop offering it", "Check the documents", "Tell the viewers what you found"),
    key=Key(options=("a", "b", "c")),
)
MATCHING = Question(
    kind=Kind.MATCHING,
    stem="Match each claim with what has to back it.",
    options=options("Waterproof", "Organic", "Number one"),
    targets=options("A test report", "A certificate", "Figures of the market"),
    key=Key(pairs={"a": "a", "b": "b", "c": "c"}),
)
ITEMS: tuple[Item, ...] = (
    item("single", SINGLE),
    item("multiple", MULTIPLE),
    item("true_false", TRUE_FALSE),
    item("numeric", NUMERIC),
    item("short_text", SHORT, area="conduct"),
    item("ordering", ORDERING, area="conduct"),
    item("matching", MATCHING, area="conduct"),
    item(
        "case_set",
        SINGLE.model_copy(update={"stem": "What do you say first?"}),
        NUMERIC,
        area="conduct",
        scenario="<p>You sell jackets. Near the end a viewer writes that the price was lower yesterday.</p>",
    ),
    item("picture", TRUE_FALSE.model_copy(update={"stem": "The label in the picture is complete."})).model_copy(
        update={"picture": Picture(id=PICTURE, alt="A label with name, contents and address")}
    ),
)
