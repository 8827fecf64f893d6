"""Items as the staff see them: what candidates would see, with the key and the explanation beside it."""

from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup

from domain.blueprints.assembly import SeededRandom
from domain.items.content import Item
from domain.items.questions import Question
from domain.items.richtext import clean
from web.exam_papers import PaperItem, PaperQuestion, asked
from web.items.kinds.registry import KIND_PAGES


class SolvedQuestion(NamedTuple):
    """A question with the texts of its options and targets, for its key to be told in words."""

    question: Question
    shown: PaperQuestion

    @property
    def texts(self) -> dict[str, Markup]:
        """Options by key."""
        return dict(self.shown.options)

    @property
    def targets(self) -> dict[str, Markup]:
        """Targets by key."""
        return dict(self.shown.targets)

    @property
    def explanation(self) -> Markup:
        """Why, as safe HTML."""
        return Markup(clean(self.question.explanation))


def preview(item: Item, item_id: UUID) -> PaperItem:
    """The item as a candidate sees it; what has to be put in order or matched is shuffled, always the same way."""
    shown = tuple(KIND_PAGES[each.kind].mixed(each, SeededRandom(item_id.int % 10_000)) for each in item.questions)
    return PaperItem(
        number=1, item=item_id, scenario=Markup(clean(item.scenario)), picture=item.picture, questions=shown
    )


def solved(item: Item) -> list[SolvedQuestion]:
    """Every question with its key."""
    return [SolvedQuestion(each, asked(each)) for each in item.questions]
