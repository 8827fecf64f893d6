"""The register on both databases: publishing once, and every change of standing, legal and not."""

from uuid import UUID, uuid5

import pytest

from activities.credentials import face
from db.credentials import CertificateRow, CredentialRow
from db.engine import begin, read
from domain.accounts import Person
from domain.credentials import (
    RESULT,
    CertificateFace,
    OwnCredential,
    PublicReasonMissing,
    Standing,
    StandingChange,
    StandingRefused,
)
from domain.refusals import Refused
from domain.vetting import ChangeStanding, IssueCredential, Made
from tests.cast import NAMESPACE
from tests.conftest import BOTH
from tests.drafts import credential, credentials, granted, once, rows, trail, twice, valid
from web.house import House

Cast = dict[str, Person]
MADE = Made(sha256="a" * 64, size=9, name="certificates/1", sealed_key="k1:x")
SUSPEND, REINSTATE, REVOKE = StandingChange
REASON = "Two buyers received counterfeit goods."
EVERY = [(standing, what) for standing in Standing for what in StandingChange if standing != Standing.EXPIRED]


def order(house: House, cast: Cast, credential_id: UUID, what: StandingChange) -> ChangeStanding:
    return ChangeStanding(
        id=house.ids(),
        credential_id=credential_id,
        change=what,
        by=cast["sam"].id,
        role="senior",
        reason=f"{REASON} ({what})",
    )


def put(house: House, credential_id: UUID, standing: Standing) -> None:
    with begin(house.engine) as session:
        session.get_one(CredentialRow, credential_id).standing = standing


@BOTH
def test_publishing_makes_the_credential_valid_and_its_certificate_known(house: House, cast: Cast) -> None:
    credential_id = granted(house, cast)
    holder = twice(credentials(house).publish_credential, IssueCredential(credential_id=credential_id), MADE)
    row, (certificate,) = credential(house, credential_id), rows(house, CertificateRow)
    assert (holder.account_id, row.standing) == (cast["lin"].id, Standing.VALID)
    assert CertificateFace.model_validate(certificate.face) == face(row, "http://testserver", 1)
    assert (certificate.sha256, certificate.revision) == (MADE.sha256, 1)
    assert trail(house)[-1] == "credential.issued" and trail(house).count("credential.issued") == 1


@BOTH
def test_a_repeat_with_another_file_keeps_the_one_that_was_published(house: House, cast: Cast) -> None:
    request = IssueCredential(credential_id=granted(house, cast))
    once(credentials(house).publish_credential, request, MADE)
    once(credentials(house).publish_credential, request, MADE.model_copy(update={"sha256": "b" * 64}))
    assert [row.sha256 for row in rows(house, CertificateRow)] == [MADE.sha256]


@BOTH
@pytest.mark.parametrize("standing", [Standing.REVOKED, Standing.SUSPENDED])
def test_a_later_revision_lifts_neither_suspension_nor_revocation(house: House, cast: Cast, standing: Standing) -> None:
    credential_id = valid(house, cast)
    put(house, credential_id, standing)
    once(credentials(house).publish_credential, IssueCredential(credential_id=credential_id, revision=2), MADE)
    assert credential(house, credential_id).standing == standing
    assert [row.revision for row in rows(house, CertificateRow)] == [1, 2]
    assert trail(house).count("credential.issued") == 2


@BOTH
@pytest.mark.parametrize(("standing", "what"), EVERY)
def test_every_change_is_made_once_or_refused(
    house: House, cast: Cast, standing: Standing, what: StandingChange
) -> None:
    credential_id = valid(house, cast)
    put(house, credential_id, standing)
    before, message = len(trail(house)), order(house, cast, credential_id, what)
    if (standing, what) not in RESULT:
        with pytest.raises(StandingRefused, match=f"is {standing} cannot"):
            once(credentials(house).change_standing, message)
        assert (credential(house, credential_id).standing, len(trail(house))) == (standing, before)
        return
    assert twice(credentials(house).change_standing, message).account_id == cast["lin"].id
    row = credential(house, credential_id)
    assert (row.standing, row.standing_reason, row.standing_by) == (
        RESULT[standing, what],
        f"{REASON} ({what})",
        message.id,
    )
    assert trail(house)[before:] == [f"credential.{row.standing}"]


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
    house: House, cast: Cast, odd: dict[str, object], why: type[Refused]
) -> None:
    credential_id = valid(house, cast)
    with pytest.raises(why):
        once(credentials(house).change_standing, order(house, cast, credential_id, REVOKE).model_copy(update=odd))
    assert credential(house, credential_id).standing == Standing.VALID
    assert trail(house)[-1] == "credential.issued"


@BOTH
def test_an_old_command_repeated_after_a_newer_one_changes_nothing(house: House, cast: Cast) -> None:
    credential_id = valid(house, cast)
    suspended = order(house, cast, credential_id, SUSPEND)
    once(credentials(house).change_standing, suspended)
    once(credentials(house).change_standing, order(house, cast, credential_id, REINSTATE))
    once(credentials(house).change_standing, suspended)
    assert credential(house, credential_id).standing == Standing.VALID


@BOTH
def test_the_same_change_may_come_again_with_a_new_command(house: House, cast: Cast) -> None:
    credential_id = valid(house, cast)
    for what in (SUSPEND, REINSTATE, SUSPEND):
        once(credentials(house).change_standing, order(house, cast, credential_id, what))
    assert credential(house, credential_id).standing == Standing.SUSPENDED
    assert trail(house)[-3:] == ["credential.suspended", "credential.valid", "credential.suspended"]


@BOTH
def test_the_face_speaks_of_countries_as_people_do(house: House, cast: Cast) -> None:
    with read(house.engine) as session:
        row = session.get_one(CredentialRow, granted(house, cast))
    shown = face(row, "https://greenroom.example", 3)
    assert (shown.country, shown.revision) == ("Germany", 3)
    assert shown.verify_url == f"https://greenroom.example/verify/{row.number}"
