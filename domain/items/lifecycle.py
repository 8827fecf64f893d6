"""Reviewing items: who may change a version, who takes it into the exam, and what stays as it is."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from domain.items.content import ItemState
from domain.lengths import LONGEST_REVIEW_NOTE
from domain.messages import msg
from domain.refusals import Conflict, Forbidden, Invalid

LIVING = frozenset({ItemState.PILOT, ItemState.ACTIVE})
OPEN = frozenset({ItemState.DRAFT, ItemState.REVIEW})

Verdict = Literal[ItemState.PILOT, ItemState.ACTIVE, ItemState.DRAFT]


class VersionStatus(BaseModel, frozen=True):
    """Where a version stands; `hands` are all who ever wrote on it, its author among them."""

    version: int
    state: ItemState
    author: UUID | None = None
    writers: frozenset[UUID] = frozenset()


class NotADraft(Conflict):
    """Only a draft can be changed or sent to review."""


class NotInReview(Conflict):
    """The version does not wait for a review."""


class NotAPilot(Conflict):
    """Only a pilot can be promoted."""


class NotLiving(Conflict):
    """Only what is asked can be retired."""


class OpenVersion(Conflict):
    """The item has a version already that is not finished."""


class NotYourDraft(Forbidden):
    """The draft is a colleague's."""


class OwnItem(Forbidden):
    """Nobody takes into the exam what they wrote themselves."""


class NoteMissing(Invalid):
    """A verdict or a retirement without a word of why."""


def admit_change(now: VersionStatus, by: UUID) -> None:
    """Refuse to change or send what is no draft, or a colleague's: NotADraft, NotYourDraft."""
    _admit_draft(now)
    if now.author not in (None, by):
        raise NotYourDraft(msg("This draft is a colleague's. Take it over first, or ask them to change it."))


def admit_takeover(now: VersionStatus) -> None:
    """Refuse to take over what is no draft: NotADraft."""
    _admit_draft(now)


def admit_taking_back(now: VersionStatus, by: UUID) -> None:
    """Refuse to take back what is not in review, or a colleague's: NotInReview, NotYourDraft."""
    _admit_in_review(now)
    if now.author not in (None, by):
        raise NotYourDraft(msg("Its author takes it back. As a reviewer you can return it with a note."))


def admit_verdict(now: VersionStatus, by: UUID) -> None:
    """Refuse a verdict on what is not in review, or one's own: NotInReview, OwnItem."""
    _admit_in_review(now)
    _admit_other(now, by)


def admit_promotion(now: VersionStatus, by: UUID) -> None:
    """Refuse to promote what is no pilot, or one's own: NotAPilot, OwnItem."""
    if now.state != ItemState.PILOT:
        raise NotAPilot(msg("Version {version} is not a pilot any more. Look at the item again.", version=now.version))
    _admit_other(now, by)


def admit_retirement(now: VersionStatus) -> None:
    """Refuse to retire what is not asked: NotLiving."""
    if now.state not in LIVING:
        raise NotLiving(
            msg("Version {version} is not asked in exams, so there is nothing to retire.", version=now.version)
        )


def admit_new_version(newest: VersionStatus) -> None:
    """Refuse a new version beside one that is not finished: OpenVersion."""
    if newest.state in OPEN:
        raise OpenVersion(msg("Version {version} is not finished. Go on with that one.", version=newest.version))


def read_note(typed: str) -> str:
    """A note with something in it; refuses NoteMissing."""
    note = typed.strip()
    if len(note) < 3:
        raise NoteMissing(msg("Write a note: what you looked at, or what has to change."))
    if len(note) > LONGEST_REVIEW_NOTE:
        raise NoteMissing(
            msg("The note is longer than {longest_note} characters. Shorten it.", longest_note=LONGEST_REVIEW_NOTE)
        )
    return note


def _admit_draft(now: VersionStatus) -> None:
    if now.state != ItemState.DRAFT:
        raise NotADraft(
            msg("Version {version} is not a draft. What left the draft stays as it is.", version=now.version)
        )


def _admit_in_review(now: VersionStatus) -> None:
    if now.state != ItemState.REVIEW:
        raise NotInReview(
            msg("Version {version} does not wait for a review any more. Look at the item again.", version=now.version)
        )


def _admit_other(now: VersionStatus, by: UUID) -> None:
    if by == now.author or by in now.writers:
        raise OwnItem(msg("You wrote on this version yourself. A colleague takes it into the exam."))
