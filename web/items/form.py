"""The page with the form of an item."""

from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request, Response

from domain.items.content import MOST_QUESTIONS, Item
from domain.items.parts import MOST_OPTIONS
from domain.items.richtext import TAGS
from domain.messages import Message
from web.common.pages import page
from web.items.build import KnownTerms
from web.items.changes import FieldChange
from web.items.inputs import ItemInput
from web.items.kinds.registry import KIND_PAGES
from web.items.one import ItemFile
from web.items.preview import preview, solved

NOWHERE = UUID(int=0)
SHOWN_TAGS = sorted(TAGS - {"thead", "tbody", "b", "i"})


@dataclass(frozen=True)
class ItemFormView:
    """How the form is shown: as typed, with errors, a preview, or what another tab stored meanwhile."""

    form: ItemInput
    known: KnownTerms
    file: ItemFile | None = None
    draft_id: UUID = NOWHERE
    seen: str = ""
    errors: dict[str, Message] = field(default_factory=dict)
    preview: Item | None = None
    clash: list[FieldChange] | None = None


def show_form(request: Request, shown: ItemFormView) -> Response:
    """The page: 409 for a clash, 422 with errors."""
    status = 409 if shown.clash else 422 if shown.errors else 200
    file, item = shown.file, shown.preview
    return page(
        request,
        "items/form.html",
        status,
        form=shown.form,
        known=shown.known,
        errors=shown.errors,
        file=file,
        clash=shown.clash,
        draft_id=shown.draft_id,
        seen=shown.seen or (file.stamp if file else ""),
        kinds={kind: each.label for kind, each in KIND_PAGES.items()},
        action=f"/items/{file.item.id}/edit" if file else "/items/new",
        tags=SHOWN_TAGS,
        most_options=MOST_OPTIONS,
        most_questions=MOST_QUESTIONS,
        sheet=preview(item, NOWHERE) if item else None,
        answers=solved(item) if item else [],
    )
