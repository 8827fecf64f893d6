"""Records one encrypted history for each path of the procedures: `python -m tests.replay.record`.

Run it when a procedure gets a new path, or when a patch was removed because no open case is older than it. Never run it
to make a red replay green: that is the test saying that open cases would break. Commit the files it writes.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from db.credentials.register import CredentialRow
from db.engine import make_engine
from db.migrate import upgrade
from db.notifications import MailRow
from domain.cases import case_of
from domain.credentials.standing import StandingChange
from domain.notifications import NoticeKind
from ops.ports import any_port
from ops.temporal_server import EmbeddedTemporal, TemporalBinary, find_temporal
from outbox.commands import write_letter
from settings import Settings
from tests.replay.anchor_paths import (
    anchor_certified,
    anchor_lapsed,
    anchor_returned,
    anchor_withdrawn,
    exam_handed_in,
    exam_ran_out,
    key_corrected,
    swept,
)
from tests.replay.keys import FOLDER, MASTER_KEYS
from tests.workers import new_namespace
from tests.workflows.application import PAPERS, paper
from tests.workflows.histories import history
from tests.workflows.office import DECLINE, Office, open_office
from tests.workflows.short_deadlines import SIT_AT_ONCE, short_packs
from tests.workflows.stand_ins import nobody

Walk = Callable[[Office], str]


def approved(office: Office) -> str:
    """Three papers, an approval, a certificate."""
    case = office.in_review({kind: paper(kind, office.services.now()) for kind in PAPERS})
    office.decide(case).raise_if_refused()
    return case_of(case)


def declined(office: Office) -> str:
    """A decline and its letter."""
    case = office.in_review()
    office.decide(case, **DECLINE).raise_if_refused()
    return case_of(case)


def withdrawn(office: Office) -> str:
    """Taken back while in review."""
    case = office.in_review()
    office.withdraw(case).raise_if_refused()
    return case_of(case)


def check_incomplete(office: Office) -> str:
    """A register that stays away, overruled by a senior."""
    case = office.in_review()
    office.decide(case, by="sam", note="The register was asked by telephone.").raise_if_refused()
    return case_of(case)


def issue(office: Office) -> str:
    """A certificate made, published and sent."""
    return f"issue:{office.certified().id}:1"


def standing(office: Office) -> str:
    """A credential suspended."""
    credential = office.certified()
    office.change(credential, StandingChange.SUSPEND).raise_if_refused()
    (row,) = office.rows(CredentialRow)
    return f"standing:{row.id}:{row.standing_by}"


def letter(office: Office) -> str:
    """A letter that the web asked for."""
    write_letter(office.services.outbox, NoticeKind.CONFIRM_ADDRESS, office.cast["lin"].id).raise_if_refused()
    (row,) = office.until(lambda: office.rows(MailRow))
    return f"mail:{row.id}"


PATHS: tuple[Walk, ...] = (
    approved,
    declined,
    withdrawn,
    check_incomplete,
    issue,
    standing,
    letter,
    anchor_certified,
    anchor_withdrawn,
    anchor_returned,
    anchor_lapsed,
    exam_handed_in,
    exam_ran_out,
    key_corrected,
    swept,
)


def record(path: Walk, address: str) -> None:
    """Walk one path in an office of its own, and keep the history of the workflow that it names."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_office(_settings(Path(folder), address, path)) as office,
    ):
        workflow_id = path(office)
        office.workers.call(office.workflow(workflow_id).result())
        events = json.loads(history(office, workflow_id).to_json())
    # Who recorded it is nobody's business.
    text = json.dumps(_unnamed({"workflowId": workflow_id, **events}), indent=1, sort_keys=True)
    (FOLDER / f"{path.__name__}.json").write_text(text + "\n", encoding="utf-8")


def _unnamed(value: object) -> object:
    """The same without the names of processes, which hold the machine's (`123@machine-...`)."""
    if isinstance(value, dict):
        return {key: _unnamed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_unnamed(each) for each in value]
    return "recorder" if isinstance(value, str) and re.match(r"\d+@", value) else value


def _settings(folder: Path, address: str, path: Walk) -> Settings:
    packs = short_packs(folder, SIT_AT_ONCE) if path is anchor_lapsed else short_packs(folder)
    settings = Settings(
        data_dir=folder,
        master_keys=SecretStr(MASTER_KEYS),
        temporal_address=address,
        temporal_namespace=asyncio.run(new_namespace(address)),
        policies_dir=packs,
        vies_url=nobody("http") if path is check_incomplete else "",
    )
    engine = make_engine(settings.db)
    upgrade(engine)
    engine.dispose()
    return settings


def main() -> None:
    """Record all paths, or those named on the command line."""
    binary = find_temporal()
    if not isinstance(binary, TemporalBinary):
        raise SystemExit("recording needs a Temporal server of its own")
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedTemporal(binary, Path(folder) / "temporal.sqlite", any_port())
        server.start()
        try:
            for path in PATHS:
                if path.__name__ in (sys.argv[1:] or [each.__name__ for each in PATHS]):
                    record(path, server.address)
                    sys.stdout.write(f"{path.__name__}\n")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
