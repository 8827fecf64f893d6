"""What an approval grants an anchor: levels by category within what was earned, the name, the portrait, the days."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.documents import DocumentRow
from db.engine import begin
from db.review import DecisionRow
from domain.accounts import Person
from domain.cases import OpenCase, Stage
from domain.exams.levels import LevelNotEarned
from tests.anchor_cases import certified, rated, sat
from tests.conftest import BOTH
from tests.drafts import approval, review, rows, twice
from tests.web.exams.attempts import another, exam_for
from web.services import Services

Cast = dict[str, Person]


def examined(services: Services, ana: Person, percent: float, *, categories: tuple[str, ...] = ("food",)) -> OpenCase:
    """A case in review whose exam came to so much; applied for these categories."""
    attempt = exam_for(services, ana)
    sat(services, attempt.id, services.now(), percent=percent)
    with begin(services.engine) as session:
        session.get_one(CaseRow, attempt.case_id).stage = Stage.IN_REVIEW
        row = session.get_one(ApplicationRow, attempt.case_id)
        work = {"work.categories": list(categories)}
        identity = {"identity.latin_name": "Ana Duarte", "identity.local_name": "安娜"}
        row.answers = {"sections": {"work": work, "identity": identity}}
    return OpenCase(application_id=attempt.case_id, applicant=ana.id)


def approves(services: Services, cast: Cast, request: OpenCase, **levels: str) -> CredentialRow:
    """Rita's approval with these levels; the credential."""
    decision = approval(services, cast["rita"]).model_copy(update={"levels": levels})
    twice(review(services).record_decision, request, decision)
    return next(row for row in rows(services, CredentialRow) if row.id == decision.credential_id)


@BOTH
def test_a_credential_holds_what_was_granted_and_no_more(services: Services, cast: Cast) -> None:
    request = examined(services, cast["ana"], 92, categories=("food", "cosmetics", "toys"))
    rated(services, request.application_id, 88)
    credential = approves(services, cast, request, food="L3", cosmetics="L1")
    assert credential.levels == {"Cosmetics and personal care": "Level 1", "Food and drink": "Level 3"}
    assert credential.categories == list(credential.levels)
    assert (credential.number[:5], credential.local_name, credential.kind) == ("GR-A-", "安娜", "anchor")
    assert (credential.valid_until - credential.valid_from).days == 365
    (decision,) = rows(services, DecisionRow)
    assert decision.levels == {"food": "L3", "cosmetics": "L1"} and decision.facts["exams"][0][2] == 92


@pytest.mark.parametrize(
    ("results", "levels"),
    [
        ((92, 74), {"food": "L2"}),  # the practical sets the bound
        ((84, 95), {"food": "L2"}),  # the exam does
        ((92, 95), {"toys": "L1"}),  # not applied for
        ((92, 95), {"food": "L4"}),  # there is no such level
        ((92, 95), {}),
        ((60, 95), {"food": "L1"}),
        ((92, None), {"food": "L1"}),
    ],
)
def test_what_was_not_earned_is_not_granted(
    results: tuple[float, float | None], levels: dict[str, str], services: Services, cast: Cast
) -> None:
    exam, practical = results
    request = examined(services, cast["ana"], exam)
    rated(services, request.application_id, practical or 40, passed=practical is not None)
    with pytest.raises(LevelNotEarned):
        approves(services, cast, request, **levels)
    assert rows(services, CredentialRow) == [] and rows(services, CaseRow)[0].stage == Stage.IN_REVIEW


def test_the_better_of_two_streams_and_exams_counts(services: Services, cast: Cast) -> None:
    attempt = exam_for(services, cast["ana"])
    sat(services, attempt.id, services.now(), percent=50)
    sat(services, another(services, attempt).id, services.now(), percent=91)
    rated(services, attempt.case_id, 30, passed=False)
    rated(services, attempt.case_id, 86)
    request = OpenCase(application_id=attempt.case_id, applicant=cast["ana"].id)
    assert approves(services, cast, request, food="L3").levels == {"Food and drink": "Level 3"}


@pytest.mark.parametrize(("days", "first"), [(20, 21), (-5, 0)])
def test_a_renewal_begins_when_the_old_one_ends_or_today(services: Services, cast: Cast, days: int, first: int) -> None:
    old = certified(services, cast["ana"], days, shown=76)
    request = examined(services, cast["ana"], 95)
    renews(services, request.application_id, old.id)
    with pytest.raises(LevelNotEarned):
        approves(services, cast, request, food="L3")  # the stream that was shown then earns level 2
    new = approves(services, cast, request, food="L2")
    assert (new.renews, new.valid_from) == (old.id, services.today() + timedelta(first))
    assert rows(services, DecisionRow)[0].facts["practicals"][0][1] == 76


def test_a_renewal_of_a_renewal_counts_the_first_stream(services: Services, cast: Cast) -> None:
    first = certified(services, cast["ana"], days=-400, shown=76)
    second = certified(services, cast["ana"], days=3, shown=None)
    renews(services, second.case_id, first.id)
    request = examined(services, cast["ana"], 95)
    renews(services, request.application_id, second.id)
    with pytest.raises(LevelNotEarned):
        approves(services, cast, request, food="L3")


def test_the_latest_portrait_is_printed(services: Services, cast: Cast) -> None:
    request = examined(services, cast["ana"], 92)
    rated(services, request.application_id, 88)
    known: dict[str, Any] = {
        "application_id": request.application_id,
        "media_type": "image/jpeg",
        "size": 1,
        "pages": 1,
    }
    papers = [
        DocumentRow(
            id=services.ids(), kind=kind, filename=kind, sha256=kind, sealed_key="", uploaded_at=services.now(), **known
        )
        for kind in ("portrait", "identity_document")
    ]
    with begin(services.engine) as session:
        session.add_all(papers)
    assert approves(services, cast, request, food="L1").portrait == papers[0].id


def renews(services: Services, case: UUID, credential: UUID) -> None:
    """Make the case's application one that renews."""
    with begin(services.engine) as session:
        session.get_one(ApplicationRow, case).renews = credential
