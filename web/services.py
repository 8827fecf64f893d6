"""What every route may need: built once a process and handed to requests as `request.app.state.services`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Engine
from uuid_utils.compat import uuid7

from db.engine import make_engine
from db.policy.library import PackLibrary, load_packs
from outbox.commands import Outbox
from outbox.gateway import Gateway
from settings import Settings
from vault.files import Vault, open_vault
from vault.keys import ring_of, secret_of
from web.exam_papers import ExamPaperCache


@dataclass(frozen=True)
class Services:
    """The tools of the web process; clock and ids are here so that tests can bring their own."""

    settings: Settings
    engine: Engine
    vault: Vault
    library: PackLibrary
    gateway: Gateway
    exam_papers: ExamPaperCache
    limiter: MovingWindowRateLimiter
    secret: str
    clock: Callable[[], datetime]
    ids: Callable[[], UUID]

    def now(self) -> datetime:
        """The server's time, UTC; the only time that counts."""
        return self.clock()

    @property
    def outbox(self) -> Outbox:
        """The way of commands to Temporal."""
        return Outbox(self.engine, self.gateway, self.clock, self.ids)

    def today(self) -> date:
        """The server's day, UTC."""
        return self.clock().date()


def build(settings: Settings, library: PackLibrary | None = None, engine: Engine | None = None) -> Services:
    """Open the database and the packs (unless they were opened before), the vault and the way to Temporal."""
    ring = ring_of(settings)
    engine = engine or make_engine(settings.db)
    return Services(
        settings=settings,
        engine=engine,
        vault=open_vault(settings, ring),
        library=library or load_packs(settings.policies_dir),
        gateway=Gateway(engine, settings, ring, clock=now),
        exam_papers=ExamPaperCache(engine),
        limiter=MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage)),
        secret=secret_of(settings),
        clock=now,
        ids=uuid7,  # they rise with time, and rows are sorted by them
    )


def now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)
