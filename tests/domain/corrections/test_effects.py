"""A corrected key changes the results it should, floors and all, and no other."""

from uuid import UUID

from domain.blueprints.parts import Area, Blueprint, Cell, ExamForm, FormItem
from domain.corrections.effects import AttemptMarks, ResultChange, ScoredItem, changed_results
from domain.items.content import Item, Reference
from domain.items.parts import Key, Kind, Option, Reply
from domain.items.questions import Question

OWN = UUID(int=9)
OTHERS = tuple(UUID(int=n) for n in range(4))


def item(*right: str, points: int = 1) -> Item:
    options = tuple(Option(key=key, text=key) for key in "abc")
    question = Question(kind=Kind.MULTIPLE, stem="?", options=options, key=Key(options=right), points=points)
    about = Reference(kind="design", basis="ours")
    return Item(title="Prices", area="rules", reference=about, questions=(question,))


def keyed(*right: str, points: int = 1, credited: bool = False) -> ScoredItem:
    return ScoredItem(item=item(*right, points=points), credited=credited)


def attempt(
    n: int, chosen: str, others: tuple[float, ...], *, pilot: bool = False, floor: int | None = None
) -> AttemptMarks:
    """Four items of one point in `goods`, and the item itself in `rules`; 80 % pass."""
    areas = (Area(key="rules", label="Rules", floor=floor), Area(key="goods", label="Goods"))
    asked = [FormItem(item=each, version=1, area="goods") for each in OTHERS]
    return AttemptMarks(
        attempt=UUID(int=n),
        item=OWN,
        response=(Reply(options=tuple(chosen)),),
        blueprint=Blueprint(areas=areas, cells=(Cell(area="rules", count=1), Cell(area="goods", count=4))),
        form=ExamForm(seed=1, items=(*asked, FormItem(item=OWN, version=1, area="rules", pilot=pilot))),
        marks=dict(zip(OTHERS, others, strict=True)) | {OWN: 0.5},
        maxima=dict.fromkeys((*OTHERS, OWN), 1.0),
        cut_percent=80,
    )


def test_a_corrected_key_turns_failures_and_passes_and_leaves_the_rest_alone() -> None:
    attempts = [
        attempt(1, "c", (1, 1, 1, 1)),
        attempt(2, "a", (1, 1, 1, 0)),
        attempt(3, "b", (1, 1, 1, 0)),
        attempt(4, "b", (1, 0, 0, 0)),
    ]
    assert changed_results(keyed("a"), keyed("b"), attempts) == [
        ResultChange(attempt=UUID(int=2), before=80, after=60, passed_before=True, passed_after=False),
        ResultChange(attempt=UUID(int=3), before=60, after=80, passed_before=False, passed_after=True),
        ResultChange(attempt=UUID(int=4), before=20, after=40, passed_before=False, passed_after=False),
    ]


def test_a_floor_can_turn_a_result_alone() -> None:
    (flip,) = changed_results(keyed("a"), keyed("b"), [attempt(1, "a", (1, 1, 1, 1), floor=60)])
    assert (flip.before, flip.after, flip.passed_after, flip.turns) == (100, 80, False, True)


def test_a_pilot_turns_nothing() -> None:
    assert changed_results(keyed("a"), keyed("b"), [attempt(1, "a", (1, 1, 1, 0), pilot=True)]) == []


def test_other_points_weigh_the_item_anew() -> None:
    (flip,) = changed_results(keyed("a"), keyed("a", points=6), [attempt(1, "a", (1, 1, 0, 0))])
    assert (flip.before, flip.after, flip.passed_before, flip.passed_after) == (60, 80, False, True)


def test_everybody_is_credited_for_a_wrong_question_and_a_new_key_takes_that_back() -> None:
    attempts = [attempt(1, "c", (1, 1, 1, 0)), attempt(2, "a", (1, 1, 1, 0))]
    (flip,) = changed_results(keyed("a"), keyed("a", credited=True), attempts)
    assert (flip.attempt, flip.before, flip.after, flip.turns) == (UUID(int=1), 60, 80, True)
    (back,) = changed_results(keyed("a", credited=True), keyed("a"), attempts)
    assert (back.before, back.after) == (80, 60)
