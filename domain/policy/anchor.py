"""What a policy pack asks of anchors: age and consent, the exam, the practical, levels and renewal."""

import hashlib
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field as Bounds

from domain.policy.directions import Demand, Key, Wins, Words
from domain.policy.parts import ApplicationPolicy, Choice, Percent, PolicyPart

GRACE_MOST = timedelta(seconds=60)


class Topic(Choice):
    """What an anchor talks about; `licensed` when a practising licence must be held and shown."""

    licensed: Demand = False


class ExamArea(PolicyPart):
    """One area of the exam: so many scored items, and its own minimum (percent of its points)."""

    key: Key
    label: Words
    items: Annotated[int, Bounds(ge=1, le=100), Wins.HIGHER]
    floor: Annotated[Percent | None, Wins.HIGHER] = None
    by_category: Annotated[bool, Wins.SPECIFIC] = False


class ExamPolicy(PolicyPart):
    """The timed exam: length, cut score (percent), attempts in a period, waits after each failure, grace for saves."""

    areas: Annotated[tuple[ExamArea, ...], Wins.BOTH] = ()
    minutes: Annotated[int, Bounds(ge=5, le=600), Wins.SPECIFIC] = 40
    pass_percent: Annotated[Percent, Wins.HIGHER] = 80
    attempts: Annotated[int, Bounds(ge=1, le=20), Wins.LOWER] = 3
    # Longer is stricter: the same number of attempts has to last for more days.
    period: Annotated[timedelta, Wins.LONGER] = timedelta(days=30)
    cooldowns: Annotated[tuple[timedelta, ...], Wins.LADDER] = (
        timedelta(hours=24),
        timedelta(days=7),
        timedelta(days=30),
    )
    grace: Annotated[timedelta, Bounds(ge=timedelta(0), le=GRACE_MOST), Wins.SHORTER] = timedelta(seconds=30)
    sit_within: Annotated[timedelta, Wins.SHORTER] = timedelta(days=60)
    practice_items: Annotated[int, Bounds(ge=1, le=50), Wins.SPECIFIC] = 10


class Criterion(PolicyPart):
    """One line of the rubric, scored 0-4; `anchors` say what each score looks like; 0 on a knock-out fails."""

    key: Key
    label: Words
    weight: Annotated[int, Bounds(ge=1, le=100), Wins.SPECIFIC] = 1
    knock_out: Demand = False
    anchors: Annotated[tuple[str, str, str, str, str], Wins.SPECIFIC]


class PracticalPolicy(PolicyPart):
    """The sample stream and its rubric; `band` is the difference (points of 100) above which a third rater looks."""

    required: Demand = True
    rubric_version: Words = "1"
    criteria: Annotated[tuple[Criterion, ...], Wins.BOTH] = ()
    pass_percent: Annotated[Percent, Wins.HIGHER] = 60
    band: Annotated[Percent, Wins.LOWER] = 15
    shortest: Annotated[timedelta, Wins.LONGER] = timedelta(minutes=3)
    longest: Annotated[timedelta, Wins.SHORTER] = timedelta(minutes=15)
    largest_bytes: Annotated[int, Wins.LOWER] = 500_000_000
    submit_within: Annotated[timedelta, Wins.SHORTER] = timedelta(days=30)
    tries: Annotated[int, Bounds(ge=1, le=10), Wins.LOWER] = 2
    rate_within: Annotated[timedelta, Wins.SHORTER] = timedelta(days=5)


class Level(Choice):
    """What can be granted for a product category, and the least results that it takes (percent)."""

    exam_from: Annotated[Percent, Wins.HIGHER]
    practical_from: Annotated[Percent, Wins.HIGHER] = 0


class RenewalPolicy(PolicyPart):
    """When renewal opens before expiry, when the holder is reminded, and how long after expiry it can be renewed."""

    opens_before: Annotated[timedelta, Wins.LONGER] = timedelta(days=60)
    reminders: Annotated[tuple[timedelta, ...], Wins.SPECIFIC] = (
        timedelta(days=30),
        timedelta(days=7),
        timedelta(days=1),
    )
    grace: Annotated[timedelta, Wins.SHORTER] = timedelta(days=30)


class Statement(PolicyPart):
    """A text that anchors attest or agree to; a new version has to be agreed to anew."""

    version: Words
    title: Words
    text: Words

    @property
    def mark(self) -> str:
        """What an agreement to exactly this text is kept as: its version and the SHA-256 of title and text."""
        said = hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
        return f"{self.version}:{said}"


class AnchorPolicy(ApplicationPolicy):
    """All that a pack asks of anchors; below the age (whole years) a guardian has to consent."""

    guardian_consent_below: Annotated[int | None, Wins.HIGHER] = None
    topics: Annotated[tuple[Topic, ...], Wins.BOTH] = ()
    training: Annotated[Statement | None, Wins.SPECIFIC] = None
    code_of_conduct: Annotated[Statement | None, Wins.SPECIFIC] = None
    exam: Annotated[ExamPolicy, Wins.EACH] = ExamPolicy()
    practical: Annotated[PracticalPolicy, Wins.EACH] = PracticalPolicy()
    levels: Annotated[tuple[Level, ...], Wins.BOTH] = ()
    renewal: Annotated[RenewalPolicy, Wins.EACH] = RenewalPolicy()

    def statement(self, name: Literal["training", "code_of_conduct"]) -> Statement | None:
        """The text that a question asks to agree to."""
        return self.training if name == "training" else self.code_of_conduct
