"""What Temporal gets to see: ids and verdicts under seal, never a name, a number or a sentence of anybody."""

import base64
import secrets
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.cases import OpenCase, Stage, case_of
from domain.credentials.standing import StandingChange
from settings import Settings
from tests.workers import Workers
from tests.workflows import application as papers
from tests.workflows.histories import history, payloads, stored
from tests.workflows.office import DECLINE, Office, open_office
from tests.workflows.stand_ins import mail_server
from workflows.payloads import ENCODING, SealedPayloads, Sealing

NOTE = "Seen with my own eyes at the counter in Altona."
ANSWERS = (
    papers.NAME,
    papers.NUMBER,
    papers.PERSON,
    papers.IBAN,
    papers.VAT,
    papers.ADDRESS,
    papers.PHONE,
    papers.EMAIL,
    "Lantern",
    "lin@example.com",
    "rita@example.com",
    "Rita Moreau",
    "1988-04-12",
)
WRITTEN = (NOTE, str(DECLINE["text"]), "document_unreadable", "Complaints about the goods")


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def with_keys(settings: Settings, *keys: str) -> Settings:
    return settings.model_copy(update={"master_keys": SecretStr(",".join(keys))})


def opened(office: Office, events: WorkflowHistory) -> bytes:
    """All payloads of a history, opened with the office's keys."""
    ring = office.workers.call(office.workers.client()).data_converter.payload_codec
    assert ring
    sealed = [each for event in events.events for each in payloads(event)]
    return b"\n".join(each.data for each in office.workers.call(ring.decode(sealed)))


def test_histories_hold_nothing_that_anybody_wrote(office: Office) -> None:
    approved, declined = office.in_review(None), office.in_review({})
    office.decide(approved, by="sam", note=NOTE).raise_if_refused()
    office.decide(declined, **DECLINE).raise_if_refused()
    assert [office.result(case) for case in (approved, declined)] == ["approved", "declined"]
    credential = office.certified()
    office.change(credential, StandingChange.SUSPEND).raise_if_refused()
    kept = stored(office)
    assert str(approved).encode() in kept
    found = [each for each in ANSWERS + WRITTEN if each.encode() in kept or each.encode("utf-16-le") in kept]
    assert not found


def test_even_under_seal_a_history_holds_no_answer_of_the_form(office: Office) -> None:
    case = office.submitted(papers_of(office))
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    office.decide(case, by="sam", note=NOTE).raise_if_refused()
    assert office.result(case) == "approved"
    clear = opened(office, history(office, case_of(case)))
    assert NOTE.encode() in clear, "the decision is what a history holds, so the search works"
    assert not [each for each in ANSWERS if each.encode() in clear]


def papers_of(office: Office) -> dict[str, bytes]:
    return {kind: papers.paper(kind, office.services.now()) for kind in papers.PAPERS}


def test_every_payload_of_a_history_is_sealed(office: Office) -> None:
    case = office.in_review()
    office.decide(case).raise_if_refused()
    office.result(case)
    sealed = [each for event in history(office, case_of(case)).events for each in payloads(event)]
    assert len(sealed) > 10
    assert {each.metadata["encoding"] for each in sealed} == {ENCODING}


def test_a_failure_reaches_temporal_without_its_text(on_temporal: Settings) -> None:
    with (
        mail_server(refusals=1000) as (url, _),
        open_office(on_temporal.model_copy(update={"smtp_url": SecretStr(url)})) as office,
    ):
        case = office.submitted()
        handle = office.workflow(case_of(case))

        def failing() -> bytes:
            shown = office.workers.call(handle.describe()).raw_description
            return b"".join(each.last_failure.SerializeToString() for each in shown.pending_activities)

        failure = office.until(failing)
        assert b"Encoded failure" in failure
        assert not [each for each in (b"lin@example.com", b"no such box", b".py") if each in failure]


async def test_a_payload_without_a_seal_or_under_an_unknown_key_is_refused_without_its_content() -> None:
    one, two = (SealedPayloads(Sealing(name, {name: secrets.token_bytes(32)})) for name in ("one", "two"))
    plain = Payload(metadata={"encoding": b"json/plain"}, data=b'"Lin Wei"')
    (sealed,) = await one.encode([plain])
    assert b"Lin" not in sealed.SerializeToString()
    for codec, payload in ((one, plain), (two, sealed)):
        with pytest.raises(ValueError, match="not sealed, or the key ring lacks") as refusal:
            await codec.decode([payload])
        assert "Lin" not in str(refusal.value)
    assert await one.decode([sealed]) == [plain]


def test_a_workflow_started_with_an_unsealed_payload_never_runs(office: Office) -> None:
    case, lin = office.apply({}), office.cast["lin"]

    async def start_in_the_open() -> None:
        client = await office.workers.client()
        config = client.config() | {"data_converter": pydantic_data_converter}
        message = OpenCase(application_id=case, applicant=lin.id)
        await Client(**config).start_workflow("MerchantVetting", message, id=case_of(case), task_queue="wf")

    office.workers.call(start_in_the_open())
    office.until(lambda: task_failed(office, case_of(case)))
    assert office.stage(case) is None


def task_failed(office: Office, workflow_id: str) -> bool:
    kinds = [event.event_type for event in history(office, workflow_id).events]
    return EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED in kinds


def rekeyed(office: Office, settings: Settings) -> Callable[[], None]:
    """Let workers with other keys take over; returns what brings them home."""
    office.workers.stop()
    others = Workers(settings, office.services.engine)
    others.start()
    return others.close


def test_a_key_can_be_replaced_in_the_middle_of_a_case(on_temporal: Settings) -> None:
    old, new = key("old"), key("new")
    before, after = with_keys(on_temporal, old), with_keys(on_temporal, new, old)
    with open_office(before) as office:
        case = office.in_review()
    with open_office(after) as office:
        office.decide(case).raise_if_refused()
        assert office.result(case) == "approved"
        names = {each.metadata["key"] for event in history(office, case_of(case)).events for each in payloads(event)}
        assert names == {b"old", b"new"}


def test_without_its_key_a_case_stands_still_and_goes_on_when_the_key_is_back(on_temporal: Settings) -> None:
    old, new = key("old"), key("new")
    with open_office(with_keys(on_temporal, new, old)) as office:
        bring_home = rekeyed(office, with_keys(on_temporal, old))
        try:
            case = office.submitted()
            assert office.until(lambda: task_failed(office, case_of(case)))
            assert not [each for each in ANSWERS if each.encode() in stored(office)]
        finally:
            bring_home()
        office.workers.start()
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
