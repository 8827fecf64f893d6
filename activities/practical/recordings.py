"""Looking into a sample stream: put together from its parts, probed, and held against the pack's bounds."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from temporalio import activity

from activities.practical.probing import probe
from db.cases import CaseRow
from db.engine import begin, read
from db.policy.pins import pinned
from db.practical.streams import ProbeRow, RecordingRow, parts_of
from domain.anchors import RecordingSeen, SendRecording
from domain.policy.anchor import PracticalPolicy
from domain.practical.recordings import UnfitRecording, admit_recording
from vault.files import Vault


class RecordingActivities:
    """One recording at a time; a repeat finds what was found."""

    def __init__(self, engine: Engine, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._vault = vault
        self._clock = clock

    @activity.defn
    def check_recording(self, request: SendRecording) -> RecordingSeen:
        """Whether the recording can be rated, with the reason kept beside it; raises when the store is away."""
        with read(self._engine) as session:
            recording = session.get_one(RecordingRow, request.recording_id)
            known = session.get(ProbeRow, recording.id)
            policy = pinned(session, session.get_one(CaseRow, recording.case_id)).anchor.practical
        # Outside the transaction, as putting a file together and probing it takes its time.
        if known is None:
            known = self._link(recording) if recording.link else self._file(recording, policy)
            with begin(self._engine) as session:
                # Another try may have written the same meanwhile.
                session.merge(known)
        return RecordingSeen(fit=known.fit)

    def _link(self, recording: RecordingRow) -> ProbeRow:
        """Another site's stream is not fetched: the raters open it, and see that it was not looked into."""
        return ProbeRow(recording_id=recording.id, fit=True, media_type="link", probed_at=self._clock())

    def _file(self, recording: RecordingRow, policy: PracticalPolicy) -> ProbeRow:
        with TemporaryDirectory(prefix="recording-") as folder:
            path = Path(folder) / "recording"
            sha256 = self._assemble(recording, path)
            found = ProbeRow(recording_id=recording.id, fit=False, sha256=sha256, probed_at=self._clock())
            try:
                recorded = probe(path)
                admit_recording(policy, recorded)
            except UnfitRecording as refusal:
                found.refusal = refusal.message
                return found
        found.fit, found.media_type, found.seconds = True, recorded.media_type, recorded.seconds
        found.facts = recorded.model_dump(mode="json", exclude={"media_type", "seconds", "sha256"})
        return found

    def _assemble(self, recording: RecordingRow, path: Path) -> str:
        """Write the parts into one file; its SHA-256 (hex)."""
        with read(self._engine) as session:
            parts = parts_of(session, recording.id)
        seen = hashlib.sha256()
        with path.open("wb") as file:
            for part in parts:
                data = self._vault.get(part.name, part.sealed_key)
                seen.update(data)
                file.write(data)
                activity.heartbeat(part.offset)
        return seen.hexdigest()
