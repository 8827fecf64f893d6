"""The practice exam: one page of questions, checked at once, with explanations; nothing is stored."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.datastructures import FormData

from db.engine import read
from domain.accounts import Person
from domain.blueprints.assembly import SeededRandom
from domain.exams.scoring import fits, mark
from domain.items.kinds.registry import KINDS
from domain.items.parts import Reply
from domain.items.questions import Question
from domain.policy.anchor import ExamPolicy
from web.applications.answers import Posted, text
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.exam_papers import PaperQuestion, asked
from web.exams.practice_items import chosen
from web.exams.terms import terms_of
from web.items.kinds.registry import KIND_PAGES
from web.loading import own_application

router = APIRouter(prefix="/applications/{application_id:uuid}/practice")

MOST_SEEDS = 10_000


class PracticeReply(NamedTuple):
    """One practice question: as it is shown, what was answered, and (once checked) what it earned of how much."""

    name: str
    area: str
    scenario: Markup
    shown: PaperQuestion
    reply: Reply
    question: Question
    points: float | None = None

    @property
    def right(self) -> bool:
        """Whether it earned everything."""
        return self.points == self.question.points


@router.get("")
def ask(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """A fresh set of questions; `set` shows a certain one again."""
    exam = _exam(services, person, application_id)
    wanted = request.query_params.get("set", "")
    seed = _seed(wanted) if wanted else services.ids().int % MOST_SEEDS
    return _page(request, application_id, seed, tries=_tries(services, exam, seed, posted=FormData()))


@router.post("")
def check(request: Request, services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """The same set with marks and explanations."""
    exam = _exam(services, person, application_id)
    seed = _seed(text(posted, "set"))
    tries = [
        each._replace(points=mark(each.question, each.reply)) for each in _tries(services, exam, seed, posted=posted)
    ]
    return _page(request, application_id, seed, tries=tries)


def _exam(services: Services, person: Person, application_id: UUID) -> ExamPolicy:
    with read(services.engine) as session:
        return terms_of(services, session, own_application(session, person, application_id)).exam


def _seed(given: str) -> int:
    return int(given) % MOST_SEEDS if given.isascii() and given.isdecimal() and len(given) < 9 else 0


def _tries(services: Services, exam: ExamPolicy, seed: int, *, posted: FormData) -> list[PracticeReply]:
    # All from the seed, so that answers meet the same questions again although nothing is stored.
    folder, dice = services.settings.policies_dir / "items" / "practice", SeededRandom(seed)
    tries = []
    for each in chosen(folder, seed, exam.practice_items):
        for number, question in enumerate(each.item.questions):
            name = f"{each.code}-{number}".lower()
            reply = _reply(question, name, posted)
            # A scenario stands once, above the first of its questions.
            scenario = Markup(each.item.scenario) if not number else Markup()
            shown = _shown(question, dice)
            tries.append(PracticeReply(name, each.area, scenario, shown, reply, question))
    return tries


def _shown(question: Question, dice: SeededRandom) -> PaperQuestion:
    if KINDS[question.kind].still:
        return asked(question)
    options = tuple(dice.shuffled(each.key for each in question.options))
    return asked(question, options, tuple(dice.shuffled(each.key for each in question.targets)))


def _reply(question: Question, name: str, posted: FormData) -> Reply:
    """What was chosen; what cannot come from the question counts as no answer."""
    reply = KIND_PAGES[question.kind].read_reply(name, question, posted)
    return reply if fits(question, reply) else Reply()


def _page(request: Request, application_id: UUID, seed: int, *, tries: list[PracticeReply]) -> Response:
    return page(
        request,
        "exams/practice.html",
        home=f"/applications/{application_id}",
        seed=seed,
        tries=tries,
        checked=bool(tries) and tries[0].points is not None,
        right=sum(each.right for each in tries),
    )
