"""The live room: what an invigilator sees and does, and what the clock then says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from db.audit import AuditRow
from db.engine import read
from db.exams.attempts import AttemptRow
from db.exams.sittings import SittingRow
from db.invigilation import ExamMessageRow
from domain.accounts import Person
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import rows
from tests.web.exams.attempts import begin_sitting, exam_for
from tests.web.exams.results import ended
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[..., Browser]
REASON = "The line of the whole hall was down for long."


@pytest.fixture
def sat(services: Services, cast: Cast) -> AttemptRow:
    """Ana sits an exam."""
    attempt = exam_for(services, cast["ana"])
    begin_sitting(services, attempt)
    return attempt


def sitting(services: Services, attempt: AttemptRow) -> SittingRow:
    with read(services.engine) as session:
        return session.get_one(SittingRow, attempt.id)


def act(browser: Browser, services: Services, attempt: AttemptRow, *, action: str, **more: str) -> int:
    form = {"action": action, "command": str(services.ids())} | more
    return int(browser.post(f"/room/{attempt.id}", form).status_code)


def test_the_room_shows_who_sits_an_exam(services: Services, browse: Browse, cast: Cast, sat: AttemptRow) -> None:
    shown = browse().sign_in(cast["eli"]).get("/room").text
    assert "Ana Duarte" in shown and "1 exam is running" in shown
    assert browse().sign_in(cast["eli"]).get(f"/room/{sat.id}").status_code == 200


def test_only_invigilators_see_the_room(browse: Browse, cast: Cast, sat: AttemptRow) -> None:
    assert [browse().sign_in(cast[who]).get("/room").status_code for who in ("ana", "rita", "iris")] == [403, 403, 403]


def test_a_pause_gives_the_time_back(services: Services, browse: Browse, cast: Cast, sat: AttemptRow) -> None:
    eli, before = browse().sign_in(cast["eli"]), sitting(services, sat).deadline_at
    assert act(eli, services, sat, action="pause") == 200
    assert act(eli, services, sat, action="pause") == 409
    paused = sitting(services, sat)
    assert paused.clock.due_at(services.now() + timedelta(minutes=9)) > before + timedelta(minutes=8)
    assert act(eli, services, sat, action="go_on") == 200
    assert sitting(services, sat).deadline_at >= before and sitting(services, sat).paused_at is None


def test_more_time_is_given_once_however_often_the_form_is_sent(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow
) -> None:
    eli, before, command = browse().sign_in(cast["eli"]), sitting(services, sat).deadline_at, str(services.ids())
    for _ in range(3):
        eli.post(f"/room/{sat.id}", {"action": "extend", "command": command, "minutes": "10"})
    assert sitting(services, sat).deadline_at == before + timedelta(minutes=10)


@pytest.mark.parametrize("minutes", ["", "0", "-5", "241", "ten", "1e3", "9" * 30])
def test_wrong_minutes_are_told_beside_the_field(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow, minutes: str
) -> None:
    form = {"action": "extend", "command": str(services.ids()), "minutes": minutes}
    answer = browse().sign_in(cast["eli"]).post(f"/room/{sat.id}", form)
    assert answer.status_code == 422 and "between 1 and 240" in answer.text and f'value="{minutes}"' in answer.text


def test_voiding_asks_once_more_and_keeps_who_and_why(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow
) -> None:
    eli, form = browse().sign_in(cast["eli"]), {"action": "void", "command": str(services.ids()), "reason": REASON}
    assert "counts for nothing" in eli.post(f"/room/{sat.id}", form).text
    assert sitting(services, sat).voided_at is None
    eli.post(f"/room/{sat.id}", form | {"step": "record"})
    row = sitting(services, sat)
    assert (row.voided_by, row.void_reason) == (cast["eli"].id, REASON) and row.voided_at
    assert act(eli, services, sat, action="extend", minutes="5") == 409


def test_voiding_without_a_reason_changes_nothing(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow
) -> None:
    assert act(browse().sign_in(cast["eli"]), services, sat, action="void", reason="no", step="record") == 422
    assert sitting(services, sat).voided_at is None


def test_a_message_is_kept_and_told(services: Services, browse: Browse, cast: Cast, sat: AttemptRow) -> None:
    eli = browse().sign_in(cast["eli"])
    assert act(eli, services, sat, action="message", message="  ") == 422
    assert act(eli, services, sat, action="message", message="Five more minutes for all.") == 200
    assert [row.text for row in rows(services, ExamMessageRow)] == ["Five more minutes for all."]
    told = browse().sign_in(cast["ana"]).get(f"/exams/{sat.id}/state", headers={"accept": "application/json"}).json()
    assert [each["text"] for each in told["messages"]] == ["Five more minutes for all."]


def test_everybody_gets_more_time_with_a_reason(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow
) -> None:
    other = exam_for(services, cast["omar"])
    begin_sitting(services, other)
    eli, before = browse().sign_in(cast["eli"]), [sitting(services, each).deadline_at for each in (sat, other)]
    form = {"command": str(services.ids()), "minutes": "15"}
    assert eli.post("/room/extend-all", form | {"reason": "short"}).status_code == 422
    for _ in range(2):
        eli.post("/room/extend-all", form | {"reason": REASON})
    after = [sitting(services, each).deadline_at for each in (sat, other)]
    assert after == [each + timedelta(minutes=15) for each in before]


@BOTH
@pytest.mark.parametrize("page", ["extend-all", "message-all"])
def test_of_clicks_at_the_same_time_one_counts(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow, page: str
) -> None:
    before, form = sitting(services, sat).deadline_at, {"command": str(services.ids()), "minutes": "15"}
    browsers = [browse().sign_in(cast["eli"]) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        said = {"reason": REASON, "message": "Five more minutes for all."}
        answers = list(pool.map(lambda eli: eli.post(f"/room/{page}", form | said).status_code, browsers))
    assert set(answers) == {200}
    assert sitting(services, sat).deadline_at - before == timedelta(minutes=15 if page == "extend-all" else 0)
    assert len(rows(services, ExamMessageRow)) == (page == "message-all")


def test_an_exam_that_has_ended_cannot_be_changed(
    services: Services, browse: Browse, cast: Cast, sat: AttemptRow
) -> None:
    ended(services, sat)
    eli = browse().sign_in(cast["eli"])
    assert [act(eli, services, sat, action=each, minutes="5") for each in ("pause", "extend", "go_on")] == [
        409,
        409,
        409,
    ]


def test_each_action_is_in_the_trail(services: Services, browse: Browse, cast: Cast, sat: AttemptRow) -> None:
    eli = browse().sign_in(cast["eli"])
    for action in ("pause", "go_on", "extend", "message"):
        act(eli, services, sat, action=action, minutes="5", message="Go on calmly.")
    kinds = [row.kind for row in rows(services, AuditRow) if row.kind.startswith("exam.")]
    assert kinds == ["exam.paused", "exam.resumed", "exam.extended", "exam.message_sent"]
