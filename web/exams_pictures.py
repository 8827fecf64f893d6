"""Pictures of questions, for those who sit them right now."""

from uuid import UUID

from fastapi import APIRouter, Response

from db.engine import read
from db.items import ItemPictureRow
from db.sittings import SittingRow
from db.vault import picture_name
from domain.refusals import Missing
from web.deps import Applicant, House

router = APIRouter()


@router.get("/exams/{attempt_id:uuid}/pictures/{picture_id:uuid}")
def picture(house: House, person: Applicant, attempt_id: UUID, picture_id: UUID) -> Response:
    """A picture of the paper, from the start of the exam to its end; refuses Missing otherwise."""
    paper = house.papers.of(attempt_id, person.id)
    pictures = (house.papers.item(each.item, each.version).picture for each in paper.items)
    shown = {picture.id for picture in pictures if picture}
    with read(house.engine) as session:
        sitting, row = session.get(SittingRow, attempt_id), session.get(ItemPictureRow, picture_id)
    if picture_id not in shown or row is None or sitting is None or sitting.clock.closed(house.now()):
        raise Missing("There is no such picture in this exam.")
    data = house.vault.get(picture_name(picture_id), row.sealed_key)
    return Response(data, media_type=row.media_type, headers={"Cache-Control": "no-store"})
