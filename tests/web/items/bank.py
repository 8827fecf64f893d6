"""The item bank for tests: a form read from its page as a browser would send it, and items put into the bank."""

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from db.engine import begin, read
from db.items.versions import ItemRow, ItemVersionRow, versions_of
from domain.accounts import Person
from domain.items.content import Item, ItemState
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exams.items_of_every_kind import ITEMS
from web.services import Services

WRITTEN = {
    "title": "Half price",
    "area": "conduct",
    "ref_kind": "design",
    "basis": "Fair prices",
    "q.0.kind": "single",
    "q.0.stem": "What is <b>half</b> of 8?",
    "q.0.o.0": "4",
    "q.0.o.1": "3",
    "q.0.o.2": "",
    "q.0.right": "0",
    "q.0.points": "1",
    "q.0.explanation": "Eight by two.",
    "language": "en",
    "difficulty": "easy",
    "do": "save",
}


class FormReader(HTMLParser):
    """Reads what a form of the class `bank-form` would send: name -> values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._inside, self._name, self._text = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an input, a chosen option, or the beginning of a text."""
        known = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inside = "bank-form" in known.get("class", "")
        if not self._inside:
            return
        ticked = known.get("type") not in ("radio", "checkbox") or "checked" in known
        if tag == "input" and ticked and known.get("type") != "file":
            self.sent.setdefault(known["name"], []).append(known.get("value", ""))
        if tag in ("textarea", "select"):
            self._name, self._text = known["name"], ""
        if tag == "option" and "selected" in known:
            self.sent[self._name] = [known["value"]]

    def handle_data(self, data: str) -> None:
        """Gather the text of a textarea."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """A textarea has ended."""
        if self._inside and tag == "textarea":
            self.sent[self._name] = [self._text.removeprefix("\n")]


def form_on(html: str) -> dict[str, Any]:
    """What the form on a page would send, without the button."""
    return {name: values for name, values in FormReader(html).sent.items() if name not in ("csrftoken", "do")}


def put(
    services: Services, author: Person | None, state: ItemState, *, item: Item = ITEMS[0], code: str = "T-1"
) -> UUID:
    """An item whose only version is in a state."""
    now, item_id = services.now(), services.ids()
    with begin(services.engine) as session:
        session.add(ItemRow(id=item_id, code=code, created_at=now))
        session.flush()
        row = ItemVersionRow(
            item_id=item_id,
            version=1,
            state=state,
            area=item.area,
            category=item.category,
            title=item.title,
            content=item.model_dump(mode="json"),
            author=author.id if author else None,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
    return item_id


def versions(services: Services, item_id: UUID) -> dict[int, ItemVersionRow]:
    """All versions of an item by number."""
    with read(services.engine) as session:
        return {row.version: row for row in versions_of(session, item_id)}


def states(services: Services, item_id: UUID) -> dict[int, str]:
    """Where each version stands."""
    return {number: str(row.state) for number, row in sorted(versions(services, item_id).items())}


def step(browser: Browser, item_id: UUID, verb: str, *, version: int = 1, **typed: Any) -> Any:
    """Press a button of the item's page as it stands now."""
    seen = versions(browser.services, item_id)[version].updated_at.isoformat()
    return browser.post(f"/items/{item_id}/{verb}", {"version": str(version), "seen": seen} | typed)


def write(eli: Browser, **more: Any) -> Any:
    """Send the form of a new item."""
    return eli.post("/items/new", {"draft_id": str(eli.services.ids())} | WRITTEN | more)


def the_item(services: Services) -> Item:
    """The content of the only item in the bank."""
    (row,) = rows(services, ItemRow)
    return versions(services, row.id)[1].item
