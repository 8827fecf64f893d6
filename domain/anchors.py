"""Certification of an anchor: the messages between its workflow and its activities, and who may not decide."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel

from domain.accounts import Role
from domain.messages import Message, msg
from domain.refusals import Conflict, Forbidden
from domain.review import Decision, DecisionOutcome, DecisionState, NotYetOpen, NotYours, OverrideNeeded, OwnCase, admit


class AnchorPlan(BaseModel, frozen=True):
    """What lies before this case: a look at the identity papers, a practical, so many tries, so long to send it."""

    look: bool
    practical: bool
    tries: int
    submit_within: timedelta


class ClearIdentity(BaseModel, frozen=True):
    """A person looked at the identity papers and found them good."""

    id: UUID
    by: UUID
    role: str
    note: str


class SendRecording(BaseModel, frozen=True):
    """The anchor's sample stream is there."""

    id: UUID
    by: UUID
    recording_id: UUID


class CertificationState(DecisionState):
    """What must be known of a certification to admit what people send it."""

    checked: bool = False
    waits_for_identity: bool = False
    waits_for_recording: bool = False
    sent: SendRecording | None = None
    recording: UUID | None = None
    rated_this: tuple[UUID, ...] = ()
    rated_by: tuple[UUID, ...] = ()


class RecordingSeen(BaseModel, frozen=True):
    """Whether the recording can be rated."""

    fit: bool


class Rate(BaseModel, frozen=True):
    """A rater has finished; the scores are in the database."""

    id: UUID
    recording_id: UUID
    by: UUID


class OpenRatings(BaseModel, frozen=True):
    """Ask for so many (more) ratings of a recording."""

    case_id: UUID
    recording_id: UUID
    count: int
    reason: Message = Message()


class RatingsClosed(BaseModel, frozen=True):
    """What the ratings so far say: wait for more, ask a third rater (with the reason), or how it ended."""

    third: Message = Message()
    done: bool = False
    passed: bool = False


class NotAskedFor(Conflict):
    """The procedure does not wait for this now."""


class ScoredByThem(Forbidden):
    """Whoever scored or trained a candidate does not decide about them."""


class RatedAlready(Forbidden):
    """One person rates a recording once."""


def admit_decision(case: CertificationState, decision: Decision) -> None:
    """Refuse a decision the certification cannot take: as `domain.review.admit`, NotAskedFor, ScoredByThem."""
    admit(case, decision)
    if case.waits_for_identity and decision.outcome == DecisionOutcome.APPROVE:
        raise NotAskedFor(msg("This candidate has not sat the exam yet. Clear the identity documents, or decline."))
    if decision.by in case.rated_by:
        raise ScoredByThem(msg("You rated this candidate. Somebody else has to decide."))


def admit_clearing(case: CertificationState, cleared: ClearIdentity) -> None:
    """Refuse to clear what is not waited for (yet), and whoever is no senior.

    NotYetOpen, NotAskedFor, OwnCase, OverrideNeeded.
    """
    if not case.checked and not case.ended:
        # The relay takes this refusal for "not now" and tries again (docs/adr/0001).
        raise NotYetOpen(msg("The checks of this case are still running. Clear the documents when they are done."))
    if case.ended or not case.waits_for_identity:
        raise NotAskedFor(msg("This case does not wait for a look at the identity documents."))
    if cleared.by == case.applicant:
        raise OwnCase(msg("Nobody clears their own identity documents."))
    if cleared.role != Role.SENIOR:
        raise OverrideNeeded(
            msg("A check of the documents failed or could not be done: only a senior reviewer may clear them.")
        )


def admit_recording(case: CertificationState, sent: SendRecording) -> None:
    """Refuse a recording that is not waited for: NotAskedFor, NotYours."""
    if sent.by != case.applicant:
        raise NotYours(msg("Only the applicant can send the sample stream."))
    if case.ended or not case.waits_for_recording:
        raise NotAskedFor(msg("This application does not wait for a sample stream now."))


def admit_rating(case: CertificationState, rate: Rate) -> None:
    """Refuse a rating that is not waited for: NotAskedFor, RatedAlready, OwnCase."""
    if rate.by == case.applicant:
        raise OwnCase(msg("Nobody rates their own recording."))
    if rate.by in case.rated_this:
        raise RatedAlready(msg("You have rated this recording. The next opinion is a colleague's."))
    if case.ended or rate.recording_id != case.recording:
        raise NotAskedFor(msg("This recording needs no more ratings."))
