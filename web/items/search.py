"""The item bank, page by page: the newest version of each item, narrowed by what is looked for."""

from collections import Counter
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from db.engine import read
from db.items import bank as item_bank
from db.items.bank import BankSearch
from domain.items.content import ItemState
from domain.lengths import LONGEST_SEARCH
from web.common.deps import MayApproveExams, Services
from web.common.inputs import one_line
from web.common.pages import page
from web.items.kinds.registry import LABELS
from web.items.known import areas, categories

router = APIRouter()
PAGE = 50


class BankQuery(BaseModel):
    """What the address asks for; an unknown state or kind asks for nothing."""

    q: str = ""
    area: str = ""
    state: str = ""
    category: str = ""
    kind: str = ""
    page: int = Query(default=1, ge=1, le=100_000)

    @property
    def search(self) -> BankSearch:
        """The same for the database."""
        state = next((each for each in ItemState if each == self.state), None)
        kind = self.kind if self.kind in LABELS else ""
        words = one_line(self.q)[:LONGEST_SEARCH]
        return BankSearch(words, self.area[:40], state, self.category[:40], kind, self.page)


@router.get("/items")
def bank(request: Request, services: Services, _: MayApproveExams, query: Annotated[BankQuery, Query()]) -> Response:
    """One page of the bank, with how many items there are in each state and area."""
    wanted = query.search
    with read(services.engine) as session:
        rows, total = item_bank.search(session, wanted, PAGE)
        living = item_bank.living_of(session, [each.item.id for each in rows])
        tallies = item_bank.tallies(session)
    by_state: Counter[str] = Counter()
    by_area: Counter[str] = Counter()
    for each in tallies:
        by_state[each.state] += each.items
        by_area[each.area] += each.items
    # Without the page: a search that is changed begins on its first one.
    asked = {key: value for key, value in wanted._replace(page=1)._asdict().items() if value and key != "page"}
    asked = {"q" if key == "words" else key: str(value) for key, value in asked.items()}
    return page(
        request,
        "items/list.html",
        rows=rows,
        total=total,
        living=living,
        wanted=wanted,
        by_state=by_state,
        areas=areas(services, by_area),
        by_area=by_area,
        categories=categories(services),
        kinds=LABELS,
        asked=asked,
        states=list(ItemState),
        link=SearchLinks(asked),
        first=(wanted.page - 1) * PAGE + 1,
        pages=-(-total // PAGE),
    )


class SearchLinks:
    """Addresses of the same search with something changed."""

    def __init__(self, asked: dict[str, str]) -> None:
        self._asked = asked

    def __call__(self, **changed: str | int) -> str:
        """The address with these fields changed; an empty one is left out."""
        kept = {key: value for key, value in (self._asked | changed).items() if value}
        return "/items?" + urlencode(kept) if kept else "/items"
