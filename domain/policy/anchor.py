"""What a policy pack asks of anchors: age and consent, the exam, the practical, levels and renewal."""

import hashlib
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field as Bounds

from domain.policy.parts import ApplicationPolicy, Choice, Percent, PolicyPart

GRACE_MOST = timedelta(seconds=60)


class Topic(Choice):
    """What an anchor talks about; `licensed` when a practising licence must be held and shown."""

    licensed: bool = False


class ExamArea(PolicyPart):
    """One area of the exam: so many scored items, and its own minimum (percent of its points)."""

    key: str
    label: str
    items: Annotated[int, Bounds(ge=1, le=100)]
    floor: Percent | None = None
    by_category: bool = False


class ExamPolicy(PolicyPart):
    """The timed exam: length, cut score (percent), attempts in a period, waits after each failure, grace for saves."""

    areas: tuple[ExamArea, ...] = ()
    minutes: Annotated[int, Bounds(ge=5, le=600)] = 40
    pass_percent: Percent = 80
    attempts: Annotated[int, Bounds(ge=1, le=20)] = 3
    period: timedelta = timedelta(days=30)
    cooldowns: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(days=7), timedelta(days=30))
    grace: Annotated[timedelta, Bounds(ge=timedelta(0), le=GRACE_MOST)] = timedelta(seconds=30)
    sit_within: timedelta = timedelta(days=60)
    practice_items: Annotated[int, Bounds(ge=1, le=50)] = 10


class Criterion(PolicyPart):
    """One line of the rubric, scored 0-4; `anchors` say what each score looks like; 0 on a knock-out fails."""

    key: str
    label: str
    weight: Annotated[int, Bounds(ge=1, le=100)] = 1
    knock_out: bool = False
    anchors: tuple[str, str, str, str, str]


class PracticalPolicy(PolicyPart):
    """The sample stream and its rubric; `band` is the difference (points of 100) above which a third rater looks."""

    required: bool = True
    rubric_version: str = "1"
    criteria: tuple[Criterion, ...] = ()
    pass_percent: Percent = 60
    band: Percent = 15
    shortest: timedelta = timedelta(minutes=3)
    longest: timedelta = timedelta(minutes=15)
    largest_bytes: int = 500_000_000
    submit_within: timedelta = timedelta(days=30)
    tries: Annotated[int, Bounds(ge=1, le=10)] = 2
    rate_within: timedelta = timedelta(days=5)


class Level(Choice):
    """What can be granted for a product category, and the least results that it takes (percent)."""

    exam_from: Percent
    practical_from: Percent = 0


class RenewalPolicy(PolicyPart):
    """When renewal opens before expiry, when the holder is reminded, and how long after expiry it can be renewed."""

    opens_before: timedelta = timedelta(days=60)
    reminders: tuple[timedelta, ...] = (timedelta(days=30), timedelta(days=7), timedelta(days=1))
    grace: timedelta = timedelta(days=30)


class Statement(PolicyPart):
    """A text that anchors attest or agree to; a new version has to be agreed to anew."""

    version: str
    title: str
    text: str

    @property
    def mark(self) -> str:
        """What an agreement to exactly this text is kept as: its version and the SHA-256 of title and text."""
        said = hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
        return f"{self.version}:{said}"


class AnchorPolicy(ApplicationPolicy):
    """All that a pack asks of anchors; below the age (whole years) a guardian has to consent."""

    guardian_consent_below: int | None = None
    topics: tuple[Topic, ...] = ()
    training: Statement | None = None
    code_of_conduct: Statement | None = None
    exam: ExamPolicy = ExamPolicy()
    practical: PracticalPolicy = PracticalPolicy()
    levels: tuple[Level, ...] = ()
    renewal: RenewalPolicy = RenewalPolicy()

    def statement(self, name: Literal["training", "code_of_conduct"]) -> Statement | None:
        """The text that a question asks to agree to."""
        return self.training if name == "training" else self.code_of_conduct
