"""Pictures of questions, for those who sit them right now."""

from uuid import UUID

from fastapi import APIRouter, Response

from db.engine import read
from db.exams.sittings import SittingRow
from db.items.versions import ItemPictureRow
from domain.messages import msg
from vault.files import picture_name
from web.common.deps import MayApply, Services
from web.loading import or_404

router = APIRouter()


@router.get("/exams/{attempt_id:uuid}/pictures/{picture_id:uuid}")
def picture(services: Services, person: MayApply, attempt_id: UUID, picture_id: UUID) -> Response:
    """A picture of the paper, from the start of the exam to its end; refuses Missing otherwise."""
    paper = services.exam_papers.of(attempt_id, person.id)
    pictures = (services.exam_papers.item(each.item, each.version).picture for each in paper.items)
    shown = {picture.id for picture in pictures if picture}
    with read(services.engine) as session:
        sitting, row = session.get(SittingRow, attempt_id), session.get(ItemPictureRow, picture_id)
    asked = picture_id in shown and sitting is not None and not sitting.clock.closed(services.now())
    row = or_404(row if asked else None, msg("There is no such picture in this exam."))
    data = services.vault.get(picture_name(picture_id), row.sealed_key)
    return Response(data, media_type=row.media_type, headers={"Cache-Control": "no-store"})
