"""Opening and assessing a case, each done twice on both databases: one case, one task, packs pinned for good."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from activities.vetting.opening import VettingActivities
from db.cases import CaseRow, FindingRow, findings_of
from db.engine import begin, read
from db.policy.library import load_packs
from db.policy.pins import pinned
from db.review import TaskRow
from domain.accounts import Person
from domain.cases import AssessCase, OpenCase, Stage
from domain.messages import Message
from domain.risk import RiskBand
from domain.screening import CheckStatus, Verdict
from settings import ROOT
from tests.conftest import BOTH
from tests.drafts import assessed, once, opened, rows, send, trail, twice, vetting
from tests.workflows.application import NAME, PAPERS, paper
from web.services import Services

Cast = dict[str, Person]
SCREENED = Verdict(check="duplicate.file", subject="application", status=CheckStatus.PASS, reason_code="NO_DUPLICATE")
FAILED = Verdict(check="document.shows", subject="1", status=CheckStatus.FAIL, reason_code="NAME_DIFFERS")
SAME_FILE = SCREENED.model_copy(update={"status": CheckStatus.FAIL, "reason_code": "SAME_FILE"})
NOT_DONE = Verdict(check="document.legible", subject="2", status=CheckStatus.ERROR, reason_code="CHECK_INCOMPLETE")


def case_of(services: Services, request: OpenCase) -> CaseRow:
    with read(services.engine) as session:
        return session.get_one(CaseRow, request.application_id)


@BOTH
def test_a_case_is_opened_once_with_its_papers_and_the_packs_of_today(services: Services, cast: Cast) -> None:
    request = send(services, cast["lin"], {kind: paper(kind, services.now()) for kind in PAPERS})
    opened_case = twice(vetting(services).open_case, request)
    assert (len(opened_case.documents), opened_case.look_up_vat, opened_case.patience) == (3, True, timedelta(days=1))
    (case,) = rows(services, CaseRow)
    assert (case.title, case.stage, case.applicant) == (NAME, Stage.CHECKING, cast["lin"].id)
    assert case.policy == services.library.stack_for("DE", services.today()).ref
    assert trail(services) == ["case.opened"]


@BOTH
@pytest.mark.parametrize(
    ("vat", "register", "asked"), [("DE136695976", True, True), ("", True, False), ("DE136695976", False, False)]
)
def test_the_register_is_asked_only_where_there_is_one_and_a_number(
    services: Services, cast: Cast, vat: str, register: bool, asked: bool
) -> None:
    request = send(services, cast["lin"], changes={"business.vat_number": vat})
    activities = VettingActivities(services.engine, services.library, services.now, vat_register=register)
    assert once(activities.open_case, request).look_up_vat == asked


@pytest.fixture
def edited_packs(tmp_path: Path) -> Iterator[Path]:
    """The packs after a later edit: a stricter figure under a new version."""
    folder = Path(shutil.copytree(ROOT / "policies", tmp_path / "policies"))
    header, merchant = folder / "base" / "pack.yaml", folder / "base" / "merchant.yaml"
    header.write_text(header.read_text().replace("\nversion:", "\n# edited\nversion:"))
    merchant.write_text(merchant.read_text().replace("provider_patience: P1D", "provider_patience: PT2H"))
    yield folder


@BOTH
def test_a_case_is_judged_by_what_it_pinned_also_after_the_files_change(
    services: Services, cast: Cast, edited_packs: Path
) -> None:
    before = send(services, cast["lin"])
    first = once(vetting(services).open_case, before)
    later = VettingActivities(services.engine, load_packs(edited_packs), services.now, vat_register=True)
    assert once(later.open_case, before) == first
    with read(services.engine) as session:
        pack = pinned(session, session.get_one(CaseRow, before.application_id))
        assert pack == services.library.stack_for("DE", services.today()).pack
    after = send(services, cast["omar"])
    assert once(later.open_case, after).patience == timedelta(hours=2)
    assert case_of(services, before).pack_hash != case_of(services, after).pack_hash


@BOTH
@pytest.mark.parametrize(
    ("verdicts", "band", "tags"),
    [
        ((SCREENED,), RiskBand.LOW, []),
        ((SCREENED, FAILED), RiskBand.MEDIUM, []),
        ((SCREENED, FAILED, SAME_FILE), RiskBand.HIGH, []),
        ((SCREENED, NOT_DONE), RiskBand.MEDIUM, ["check_incomplete"]),
    ],
)
def test_the_verdicts_make_the_band_and_the_task(
    services: Services, cast: Cast, verdicts: tuple[Verdict, ...], band: RiskBand, tags: list[str]
) -> None:
    request = opened(services, cast["lin"])
    answer = twice(vetting(services).assess_case, AssessCase(case_id=request.application_id, verdicts=verdicts))
    (task,) = rows(services, TaskRow)
    assert (answer.task_id, answer.band, task.tags) == (task.id, band, tags)
    case = case_of(services, request)
    assert (case.stage, case.risk_band) == (Stage.IN_REVIEW, band)
    assert task.due_at > task.opened_at
    assert trail(services) == ["case.opened", "case.assessed"]


@BOTH
def test_a_check_that_gave_up_in_silence_gets_a_finding(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"], (SCREENED, NOT_DONE))
    with read(services.engine) as session:
        (found,) = findings_of(session, request.application_id)
    assert (found.check, found.subject, found.status) == ("document.legible", "2", CheckStatus.ERROR)
    assert "technical reason" in str(found.sentence)


@BOTH
def test_a_finding_of_its_own_is_not_overwritten_by_the_verdict(services: Services, cast: Cast) -> None:
    request = opened(services, cast["lin"])
    now = services.now()
    own = FindingRow(
        **NOT_DONE.model_dump(),
        case_id=request.application_id,
        version=1,
        sentence=Message.verbatim("The register is away."),
        evidence=[],
        started_at=now,
        finished_at=now,
    )
    with begin(services.engine) as session:
        session.add(own)
    once(vetting(services).assess_case, AssessCase(case_id=request.application_id, verdicts=(NOT_DONE,)))
    assert [str(row.sentence) for row in rows(services, FindingRow)] == ["The register is away."]


@BOTH
def test_a_case_withdrawn_meanwhile_gets_no_task(services: Services, cast: Cast) -> None:
    request = opened(services, cast["lin"])
    with begin(services.engine) as session:
        session.get_one(CaseRow, request.application_id).stage = Stage.WITHDRAWN
    answer = twice(vetting(services).assess_case, AssessCase(case_id=request.application_id, verdicts=(FAILED,)))
    assert (answer.band, rows(services, TaskRow), rows(services, FindingRow)) == (None, [], [])
    assert case_of(services, request).stage == Stage.WITHDRAWN
