"""Screening on both databases: identifiers, and the same file, identifier or account with another merchant."""

import pytest

from activities.vetting.screening import ScreeningActivities
from db.applications import ApplicationRow
from db.cases import FindingRow, findings_of
from db.engine import begin, read
from domain.accounts import Person
from domain.cases import OpenCase
from domain.screening import CheckStatus
from tests.conftest import BOTH
from tests.drafts import once, opened, rows, send, twice, vetting
from tests.samples import text_pdf
from tests.workflows.application import IBAN, VAT
from web.services import Services

Cast = dict[str, Person]
OTHERS: dict[str, str | list[str]] = {
    "business.legal_name": "Haddad Leather",
    "business.vat_number": "DE129273398",
    "payout.account": "GB82WEST12345698765432",
}


def screen(services: Services, request: OpenCase) -> dict[str, FindingRow]:
    """The findings, by subject where it is a field, else by check; the verdicts say the same."""
    verdicts = twice(ScreeningActivities(services.engine, services.now).screen_merchant, request)
    with read(services.engine) as session:
        found = findings_of(session, request.application_id)
    assert {(each.check, each.subject, each.status, each.reason_code) for each in verdicts} == {
        (row.check, row.subject, row.status, row.reason_code) for row in found
    }
    return {row.check if row.subject == "application" else row.subject: row for row in found}


def codes(found: dict[str, FindingRow]) -> dict[str, str]:
    return {name: row.reason_code for name, row in found.items() if name.startswith("duplicate")}


UNIQUE = dict.fromkeys(("duplicate.file", "duplicate.account", "duplicate.identifier"), "NO_DUPLICATE")


@BOTH
def test_an_honest_merchant_passes_every_check(services: Services, cast: Cast) -> None:
    opened(services, cast["omar"], {"bank_proof": text_pdf(("Omar's",))}, changes=OTHERS)
    found = screen(services, opened(services, cast["lin"], {"bank_proof": text_pdf(("Lin's",))}))
    assert {row.status for row in found.values()} == {CheckStatus.PASS}
    assert found.keys() == {"business.vat_number", "payout.account", *UNIQUE}
    assert len(rows(services, FindingRow)) == 5


@BOTH
@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("business.vat_number", "DE136695977", (CheckStatus.FAIL, "INVALID_CHECKSUM")),
        ("business.vat_number", "DE13669", (CheckStatus.FAIL, "INVALID_FORMAT")),
        ("business.vat_number", "FR40303265045", (CheckStatus.WARN, "COUNTRY_MISMATCH")),
        ("business.vat_number", "136695976", (CheckStatus.PASS, "VALID")),
        ("payout.account", "DE89370400440532013001", (CheckStatus.FAIL, "INVALID_CHECKSUM")),
        ("business.lei", "213800KUD8LAJWSQ9D16", (CheckStatus.FAIL, "INVALID_CHECKSUM")),
    ],
)
def test_a_wrong_number_is_named_as_it_was_typed(
    services: Services, cast: Cast, field: str, value: str, told: tuple[CheckStatus, str]
) -> None:
    found = screen(services, opened(services, cast["lin"], changes={field: value}))[field]
    assert (found.check, (found.status, found.reason_code)) == ("identifier.format", told)
    (proof,) = found.proof
    assert (proof.field, proof.raw) == (field, value)


@BOTH
def test_an_empty_identifier_is_not_judged(services: Services, cast: Cast) -> None:
    assert "business.vat_number" not in screen(
        services, opened(services, cast["lin"], changes={"business.vat_number": ""})
    )


@BOTH
def test_the_same_file_of_another_merchant_fails_and_names_both(services: Services, cast: Cast) -> None:
    other = send(services, cast["omar"], {"bank_proof": text_pdf(("shared",))}, changes=OTHERS)
    request = opened(services, cast["lin"], {"identity_document": text_pdf(("shared",))})
    found = screen(services, request)
    assert codes(found) == UNIQUE | {"duplicate.file": "SAME_FILE"}
    assert found["duplicate.file"].status == CheckStatus.FAIL
    assert [proof.raw for proof in found["duplicate.file"].proof] == [str(other.application_id)]


@BOTH
@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"payout.account": "de89 3704 0044 0532 0130 00"}, "duplicate.account"),
        ({"business.vat_number": "DE 136.695.976"}, "duplicate.identifier"),
        ({"business.vat_number": "136695976"}, "duplicate.identifier"),
    ],
)
def test_the_same_number_of_another_merchant_warns_however_it_is_written(
    services: Services, cast: Cast, changes: dict[str, str | list[str]], check: str
) -> None:
    other = opened(services, cast["omar"], changes={**OTHERS, **changes})
    found = screen(services, opened(services, cast["lin"]))
    assert codes(found) == UNIQUE | {check: "SAME_VALUE"}
    assert (found[check].status, found[check].proof[0].raw) == (CheckStatus.WARN, str(other.application_id))


@BOTH
def test_neither_drafts_nor_own_applications_nor_a_shared_bank_are_duplicates(services: Services, cast: Cast) -> None:
    bank: dict[str, str | list[str]] = {"payout.bank_code": "COBADEFFXXX"}
    opened(services, cast["lin"], {"bank_proof": text_pdf(("own",))})
    opened(services, cast["sam"], changes={**OTHERS, **bank})
    _draft(services, cast["omar"])
    request = opened(services, cast["lin"], {"bank_proof": text_pdf(("own",))}, changes=bank)
    assert codes(screen(services, request)) == UNIQUE


def _draft(services: Services, who: Person) -> None:
    """A draft with Lin's numbers, never submitted."""
    from_lin = send(
        services, who, {"bank_proof": text_pdf(("own",))}, changes={"business.vat_number": VAT, "payout.account": IBAN}
    )
    with begin(services.engine) as session:
        session.get_one(ApplicationRow, from_lin.application_id).submitted_at = None


def as_anchor(services: Services, who: Person, number: str) -> OpenCase:
    """An anchor's application with this number of the identity document, opened as a case."""
    request = send(services, who)
    identity: dict[str, str | list[str]] = {
        "identity.latin_name": who.name,
        "identity.nationality": "DE",
        "identity.document_number": number,
    }
    with begin(services.engine) as session:
        row = session.get_one(ApplicationRow, request.application_id)
        row.kind, row.legal_form = "anchor", "person"
        row.answers = {"sections": {"identity": identity}}
    once(vetting(services).open_case, request)
    return request


@BOTH
def test_one_identity_in_two_accounts_is_found(services: Services, cast: Cast) -> None:
    as_anchor(services, cast["ana"], "C01X00T47")
    assert codes(screen(services, as_anchor(services, cast["ana"], "C01X00T47"))) == UNIQUE  # her own, as in a renewal
    assert codes(screen(services, as_anchor(services, cast["omar"], "P4366918"))) == UNIQUE
    found = screen(services, as_anchor(services, cast["omar"], "c01x 00t47"))
    assert codes(found) == UNIQUE | {"duplicate.identifier": "SAME_VALUE"}
