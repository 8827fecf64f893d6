"""Standing of a credential: suspended, reinstated, revoked; what the rules do not allow is refused."""

from db.audit import AuditRow
from db.credentials.register import CredentialRow
from db.notifications import MailRow
from domain.cases import ChangeStanding
from domain.credentials.standing import Standing, StandingChange, StandingRefused
from outbox import commands
from tests.workflows.office import Office

REASON = "Complaints about the goods were found to be true."


def standing(office: Office) -> Standing:
    (row,) = office.rows(CredentialRow)
    return row.standing


def test_a_credential_is_suspended_reinstated_and_revoked_and_its_holder_is_told(office: Office) -> None:
    credential = office.certified()
    steps = [
        (StandingChange.SUSPEND, Standing.SUSPENDED),
        (StandingChange.REINSTATE, Standing.VALID),
        (StandingChange.REVOKE, Standing.REVOKED),
    ]
    for change, result in steps:
        assert office.change(credential, change).state == "applied"
        assert standing(office) == result
    assert isinstance(office.change(credential, StandingChange.REINSTATE).refusal, StandingRefused)
    assert standing(office) == Standing.REVOKED
    changed = [row.kind for row in office.rows(AuditRow) if row.kind.startswith("credential.")]
    assert changed == ["credential.issued", "credential.suspended", "credential.valid", "credential.revoked"]
    office.until(lambda: [row.kind for row in office.rows(MailRow)].count("standing_changed") == 3)


def test_what_does_not_fit_the_standing_is_refused(office: Office) -> None:
    credential = office.certified()
    assert isinstance(office.change(credential, StandingChange.REINSTATE).refusal, StandingRefused)
    assert office.change(credential, StandingChange.SUSPEND).state == "applied"
    assert isinstance(office.change(credential, StandingChange.SUSPEND).refusal, StandingRefused)
    assert standing(office) == Standing.SUSPENDED


def test_the_same_change_sent_again_changes_nothing(office: Office) -> None:
    credential, sam = office.certified(), office.cast["sam"]
    message = ChangeStanding(
        id=office.services.ids(),
        credential_id=credential.id,
        change=StandingChange.SUSPEND,
        by=sam.id,
        role=sam.role,
        reason=REASON,
    )
    for _ in range(3):
        assert commands.change_standing(office.services.outbox, sam, message).state == "applied"
    assert [row.kind for row in office.rows(AuditRow)].count("credential.suspended") == 1
