"""Managing accounts: what an administrator may do to whom."""

from uuid import UUID

from domain.accounts import Person, Role
from domain.messages import msg
from domain.refusals import Forbidden, Invalid


class OwnAccount(Forbidden):
    """Nobody changes their own rights; so there is always an administrator left."""


class NoSuchRole(Invalid):
    """The role is not one of ours."""


def manage(admin: Person, account_id: UUID) -> None:
    """Refuse an administrator's change to their own rights: OwnAccount."""
    if admin.id == account_id:
        raise OwnAccount(msg("You cannot close your own account or change your own role. Ask another administrator."))


def read_role(typed: str) -> Role:
    """The role named; refuses NoSuchRole."""
    try:
        return Role(typed)
    except ValueError as error:
        raise NoSuchRole(msg("Choose a role.")) from error
