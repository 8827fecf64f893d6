"""The main menu: every entry stands once, with the acts that open it; a test walks it with every role."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.accounts import Act, Person
from domain.messages import Message, msg


class MenuEntry(NamedTuple):
    """Where an entry leads, for whoever may do one of the acts (none named: for everybody)."""

    address: str
    label: Message
    acts: frozenset[Act] = frozenset()
    # Pages that belong to the entry although they lie elsewhere.
    also: tuple[str, ...] = ()

    def opens_for(self, person: Person | None) -> bool:
        """Whether this person sees the entry."""
        return not self.acts or (person is not None and any(map(person.may, self.acts)))

    def holds(self, path: str) -> bool:
        """Whether the page at this path belongs to the entry."""
        return any(path == each or path.startswith(f"{each}/") for each in (self.address, *self.also))


BANK = frozenset({Act.MANAGE_BANK, Act.APPROVE_EXAMS})
# In the order of the page. The acts are those that the route behind the address asks for.
MENU = (
    MenuEntry("/applications", msg("Applications"), frozenset({Act.APPLY})),
    MenuEntry("/review", msg("Review"), frozenset({Act.READ_CASES}), ("/cases",)),
    MenuEntry("/ratings", msg("Sample streams"), frozenset({Act.RATE})),
    MenuEntry("/blueprints", msg("Blueprints"), BANK, ("/cutscores",)),
    MenuEntry("/room", msg("Live room"), frozenset({Act.INVIGILATE})),
    MenuEntry("/items", msg("Item bank"), frozenset({Act.APPROVE_EXAMS})),
    MenuEntry("/statistics", msg("Statistics"), BANK),
    MenuEntry("/conflicts", msg("Conflicts of interest"), frozenset({Act.STATE_CONFLICTS})),
    MenuEntry("/audit", msg("Audit trail"), frozenset({Act.READ_AUDIT})),
    MenuEntry("/staff", msg("Accounts"), frozenset({Act.MANAGE_ACCOUNTS})),
    MenuEntry("/verify", msg("Verify")),
)


def menu_of(person: Person | None) -> Sequence[MenuEntry]:
    """What stands in this person's menu."""
    return [entry for entry in MENU if entry.opens_for(person)]
