"""The register on both databases: publishing once, and every change of standing, legal and not."""

from uuid import UUID, uuid5

import pytest

from activities.credentials.register import face
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import begin, read
from domain.accounts import Person
from domain.cases import ChangeStanding, IssueCredential, StoredCertificate
from domain.credentials.standing import (
    RESULT,
    CertificateFace,
    OwnCredential,
    PublicReasonMissing,
    Standing,
    StandingChange,
    StandingRefused,
)
from domain.refusals import Refused
from tests.cast import NAMESPACE
from tests.conftest import BOTH
from tests.drafts import credential, credentials, granted, once, rows, trail, twice, valid
from web.services import Services

Cast = dict[str, Person]
MADE = StoredCertificate(sha256="a" * 64, size=9, name="certificates/1", sealed_key="k1:x")
SUSPEND, REINSTATE, REVOKE = StandingChange
REASON = "Two buyers received counterfeit goods."
EVERY = [(standing, what) for standing in Standing for what in StandingChange if standing != Standing.EXPIRED]


def order(services: Services, cast: Cast, credential_id: UUID, *, what: StandingChange) -> ChangeStanding:
    return ChangeStanding(
        id=services.ids(),
        credential_id=credential_id,
        change=what,
        by=cast["sam"].id,
        role="senior",
        reason=f"{REASON} ({what})",
    )


def put(services: Services, credential_id: UUID, standing: Standing) -> None:
    with begin(services.engine) as session:
        session.get_one(CredentialRow, credential_id).standing = standing


@BOTH
def test_publishing_makes_the_credential_valid_and_its_certificate_known(services: Services, cast: Cast) -> None:
    credential_id = granted(services, cast)
    holder = twice(credentials(services).publish_credential, IssueCredential(credential_id=credential_id), MADE)
    row, (certificate,) = credential(services, credential_id), rows(services, CertificateRow)
    assert (holder.account_id, row.standing) == (cast["lin"].id, Standing.VALID)
    assert CertificateFace.model_validate(certificate.face) == face(row, "http://testserver", 1)
    assert (certificate.sha256, certificate.revision) == (MADE.sha256, 1)
    assert trail(services)[-1] == "credential.issued" and trail(services).count("credential.issued") == 1


@BOTH
def test_a_repeat_with_another_file_keeps_the_one_that_was_published(services: Services, cast: Cast) -> None:
    request = IssueCredential(credential_id=granted(services, cast))
    once(credentials(services).publish_credential, request, MADE)
    once(credentials(services).publish_credential, request, MADE.model_copy(update={"sha256": "b" * 64}))
    assert [row.sha256 for row in rows(services, CertificateRow)] == [MADE.sha256]


@BOTH
@pytest.mark.parametrize("standing", [Standing.REVOKED, Standing.SUSPENDED])
def test_a_later_revision_lifts_neither_suspension_nor_revocation(
    services: Services, cast: Cast, standing: Standing
) -> None:
    credential_id = valid(services, cast)
    put(services, credential_id, standing)
    once(credentials(services).publish_credential, IssueCredential(credential_id=credential_id, revision=2), MADE)
    assert credential(services, credential_id).standing == standing
    assert [row.revision for row in rows(services, CertificateRow)] == [1, 2]
    assert trail(services).count("credential.issued") == 2


@BOTH
@pytest.mark.parametrize(("standing", "what"), EVERY)
def test_every_change_is_made_once_or_refused(
    services: Services, cast: Cast, standing: Standing, what: StandingChange
) -> None:
    credential_id = valid(services, cast)
    put(services, credential_id, standing)
    before, message = len(trail(services)), order(services, cast, credential_id, what=what)
    if (standing, what) not in RESULT:
        with pytest.raises(StandingRefused, match=f"is {standing} cannot"):
            once(credentials(services).change_standing, message)
        assert (credential(services, credential_id).standing, len(trail(services))) == (standing, before)
        return
    assert twice(credentials(services).change_standing, message).account_id == cast["lin"].id
    row = credential(services, credential_id)
    assert (row.standing, row.standing_reason, row.standing_by) == (
        RESULT[standing, what],
        f"{REASON} ({what})",
        message.id,
    )
    assert trail(services)[before:] == [f"credential.{row.standing}"]


@BOTH
@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"by": uuid5(NAMESPACE, "lin")}, OwnCredential),
        ({"reason": ""}, PublicReasonMissing),
        ({"reason": "because" + " " * 30}, PublicReasonMissing),
    ],
)
def test_neither_the_holder_nor_an_unexplained_order_changes_anything(
    services: Services, cast: Cast, odd: dict[str, object], why: type[Refused]
) -> None:
    credential_id = valid(services, cast)
    with pytest.raises(why):
        once(
            credentials(services).change_standing,
            order(services, cast, credential_id, what=REVOKE).model_copy(update=odd),
        )
    assert credential(services, credential_id).standing == Standing.VALID
    assert trail(services)[-1] == "credential.issued"


@BOTH
def test_an_old_command_repeated_after_a_newer_one_changes_nothing(services: Services, cast: Cast) -> None:
    credential_id = valid(services, cast)
    suspended = order(services, cast, credential_id, what=SUSPEND)
    once(credentials(services).change_standing, suspended)
    once(credentials(services).change_standing, order(services, cast, credential_id, what=REINSTATE))
    once(credentials(services).change_standing, suspended)
    assert credential(services, credential_id).standing == Standing.VALID


@BOTH
def test_the_same_change_may_come_again_with_a_new_command(services: Services, cast: Cast) -> None:
    credential_id = valid(services, cast)
    for what in (SUSPEND, REINSTATE, SUSPEND):
        once(credentials(services).change_standing, order(services, cast, credential_id, what=what))
    assert credential(services, credential_id).standing == Standing.SUSPENDED
    assert trail(services)[-3:] == ["credential.suspended", "credential.valid", "credential.suspended"]


@BOTH
def test_the_face_names_the_country_by_its_code_and_the_address_of_its_page(services: Services, cast: Cast) -> None:
    with read(services.engine) as session:
        row = session.get_one(CredentialRow, granted(services, cast))
    shown = face(row, "https://greenroom.example", 3)
    assert (shown.country, shown.revision) == ("DE", 3)
    assert shown.verify_url == f"https://greenroom.example/verify/{row.number}"
