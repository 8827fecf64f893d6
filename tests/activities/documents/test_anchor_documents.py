"""An anchor's papers are held against the anchor's part of the pack: zone, portrait, the numbers and names shown."""

import pytest

from db.applications import ApplicationRow
from db.cases import FindingRow
from db.documents import DocumentRow
from db.engine import begin
from db.policy.pins import PolicyPinRow
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import CheckDocument
from domain.policy.anchor import AnchorPolicy
from domain.policy.parts import DocumentRule, Field
from domain.screening import CheckStatus
from tests import samples
from tests.activities.documents.test_checking import checker
from tests.drafts import opened, rows, twice
from web.services import Services

Cast = dict[str, Person]
ANSWERS = {
    "identity.latin_name": "Wei Lin",
    "identity.document_number": "C01X00T47",
    "identity.birth_date": "1988-04-12",
}
POLICY = AnchorPolicy(
    fields=tuple(
        Field.model_validate({"key": key, "section": "identity", "label": key.title(), "kind": kind, "rule": "r"})
        for key, kind in zip(ANSWERS, ("text", "text", "date"), strict=True)
    ),
    documents=(
        DocumentRule(
            key="identity_document",
            label="Identity document",
            mrz=True,
            expires=True,
            rule="r",
            must_show=("identity.latin_name", "identity.document_number"),
        ),
        DocumentRule(key="portrait", label="Portrait", picture=True, rule="r"),
    ),
)


def sent(services: Services, lin: Person, kind: str, *, data: bytes) -> CheckDocument:
    """Lin's case, turned into an anchor's."""
    request = opened(services, lin, {kind: data})
    with begin(services.engine) as session:
        application = session.get_one(ApplicationRow, request.application_id)
        application.kind = "anchor"
        application.answers = Answers(sections={"identity": dict(ANSWERS)}).model_dump()
    with begin(services.engine) as session:
        (pin,) = rows(services, PolicyPinRow)
        kept = session.get_one(PolicyPinRow, pin.hash)
        kept.content = pin.content | {"anchor": POLICY.model_dump(mode="json")}
    (document,) = rows(services, DocumentRow)
    return CheckDocument(case_id=request.application_id, document_id=document.id)


def test_a_passport_is_compared_with_what_the_anchor_gave(services: Services, cast: Cast) -> None:
    request = sent(services, cast["lin"], "identity_document", data=samples.jpeg(samples.passport(turned=2)))
    verdicts = twice(checker(services).check_document, request)
    assert [each.check.removeprefix("document.") for each in verdicts] == [
        "structure",
        "legible",
        "shows",
        "expiry",
        "mrz",
    ]
    assert (verdicts[-1].status, verdicts[-1].reason_code) == (CheckStatus.PASS, "OK")
    (zone,) = [row for row in rows(services, FindingRow) if row.check == "document.mrz"]
    assert {proof.field for proof in zone.proof} == set(ANSWERS)
    (shown,) = [row for row in rows(services, FindingRow) if row.check == "document.shows"]
    assert {proof.field for proof in shown.proof} == set(ANSWERS) - {"identity.birth_date"}


def test_a_card_without_a_zone_asks_for_a_person(services: Services, cast: Cast) -> None:
    card = samples.text_pdf(samples.IDENTITY_CARD)
    verdicts = twice(checker(services).check_document, sent(services, cast["lin"], "identity_document", data=card))
    assert (verdicts[-1].status, verdicts[-1].reason_code) == (CheckStatus.WARN, "NO_MRZ")


@pytest.mark.parametrize(("blur", "code"), [(0, "OK"), (6, "PHOTO_BLURRED")])
def test_a_portrait_is_looked_at_and_not_read(services: Services, cast: Cast, blur: float, code: str) -> None:
    request = sent(services, cast["lin"], "portrait", data=samples.jpeg(samples.portrait(blur=blur)))
    verdicts = twice(checker(services).check_document, request)
    assert [each.check for each in verdicts] == ["document.structure", "document.portrait"]
    assert verdicts[1].reason_code == code
