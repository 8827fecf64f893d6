"""Playing a recording: byte ranges out of its encrypted parts, to those who have to see it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from db.engine import read
from db.practical.streams import ProbeRow, RecordingPartRow, parts_of
from domain.messages import msg
from vault.files import Vault
from web.common.deps import Services, SignedIn
from web.loading import or_404
from web.practical.loading import visible_recording

router = APIRouter()
NO_FILE = msg("There is no file behind this link.")
MOST = 8 * 1024 * 1024  # bytes of one answer: players ask again


@router.get("/recordings/{recording_id:uuid}/stream")
def stream(request: Request, services: Services, person: SignedIn, recording_id: UUID) -> Response:
    """The bytes that the player asks for (one range), for the owner, deciders, and the rater who holds the task."""
    with read(services.engine) as session:
        row = visible_recording(session, person, recording_id, now=services.now())
        probe, parts = session.get(ProbeRow, row.id), or_404(parts_of(session, row.id), NO_FILE)
    # What was not found fit gets a type that no browser plays.
    kind = probe.media_type if probe and probe.fit else "application/octet-stream"
    first, last = _range(request.headers.get("range", ""), row.size)
    if first >= row.size:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{row.size}"})
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(last - first + 1),
        "Cache-Control": "no-store",
        "Content-Range": f"bytes {first}-{last}/{row.size}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    # 206 even if no range was asked for: an answer never holds more than MOST.
    return StreamingResponse(_bytes(services.vault, parts, first, last=last), 206, headers, media_type=kind)


def _range(header: str, size: int) -> tuple[int, int]:
    """First and last byte of a `bytes=` range; the whole beginning for anything else."""
    unit, _, span = header.partition("=")
    start, _, end = span.partition("-")
    if unit.strip() != "bytes" or "," in span or not (start.strip().isdecimal() or end.strip().isdecimal()):
        start, end = "0", ""
    if not start.strip():
        first, last = max(0, size - int(end)), size - 1
    else:
        first = int(start)
        last = min(int(end), size - 1) if end.strip().isdecimal() else size - 1
    return first, min(last, first + MOST - 1)


def _bytes(vault: Vault, parts: Sequence[RecordingPartRow], first: int, *, last: int) -> Iterator[bytes]:
    for part in parts:
        if part.offset + part.size > first and part.offset <= last:
            data = vault.get(part.name, part.sealed_key)
            yield data[max(0, first - part.offset) : last - part.offset + 1]
