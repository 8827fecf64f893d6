"""What a check came to, before it is known about what and when."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime

from domain.checks.keys import CheckKey, Reason
from domain.checks.registry import CHECKS, found
from domain.messages import Message
from domain.screening import CheckStatus, Evidence, Finding


@dataclass(frozen=True)
class CheckOutcome:
    """A reason, in a sentence for a person, with what was seen; KeyError for a reason that the check does not have."""

    check: CheckKey
    reason: Reason
    sentence: Message
    _: KW_ONLY
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        """Ask the registry at once, where the mistake is, and not when the finding is stored."""
        CHECKS[self.check].status(self.reason)

    @property
    def status(self) -> CheckStatus:
        """What the registry says that the reason comes to."""
        return CHECKS[self.check].status(self.reason)

    def about(self, subject: str, *, started: datetime, finished: datetime) -> Finding:
        """The finding about a document, a field or the application, with when the check started and finished."""
        return found(
            self.check,
            self.reason,
            self.sentence,
            subject=subject,
            evidence=self.evidence,
            started=started,
            finished=finished,
        )
