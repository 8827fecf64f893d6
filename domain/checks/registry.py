"""The registry: every check by its key. Whoever must know a check asks here; CONTRIBUTING.md tells how to add one."""

from datetime import datetime

from domain.checks.application import FORMAT, REGISTER, SAME_ACCOUNT, SAME_FILE, SAME_IDENTIFIER, SCREENING
from domain.checks.check import Check
from domain.checks.documents import EXPIRY, LEGIBLE, MRZ, PORTRAIT, SHOWS, STRUCTURE
from domain.checks.keys import CheckKey, Reason
from domain.messages import Message
from domain.screening import Evidence, Finding, Verdict

ALL = (
    STRUCTURE,
    LEGIBLE,
    SHOWS,
    EXPIRY,
    MRZ,
    PORTRAIT,
    FORMAT,
    REGISTER,
    SAME_FILE,
    SAME_ACCOUNT,
    SAME_IDENTIFIER,
    SCREENING,
)
CHECKS: dict[CheckKey, Check] = {check.key: check for check in ALL}
_BY_NAME: dict[str, Check] = {check.key.value: check for check in ALL}


def find_check(key: str) -> Check | None:
    """The check of a stored finding; None for one that no longer exists."""
    return _BY_NAME.get(key)


def label_of(key: str) -> Message:
    """What staff call the check of a stored finding; its key for one that no longer exists."""
    check = find_check(key)
    return check.label if check else Message.verbatim(key)


def words_of(key: str, reason: str) -> Message:
    """What people call the reason of a stored finding; nothing for one that no longer exists."""
    check = find_check(key)
    results = check.results if check else {}
    return next((result.words for known, result in results.items() if known == reason), Message())


def found(
    check: CheckKey,
    reason: Reason,
    sentence: Message,
    *,
    subject: str,
    evidence: tuple[Evidence, ...] = (),
    started: datetime,
    finished: datetime,
) -> Finding:
    """A finding; its status and version are those of the registry. KeyError for a reason that the check lacks."""
    return Finding(
        check=check.value,
        version=CHECKS[check].version,
        subject=subject,
        status=CHECKS[check].status(reason),
        reason_code=reason.value,
        sentence=sentence,
        evidence=evidence,
        started_at=started,
        finished_at=finished,
    )


def undone(check: CheckKey, subject: str) -> Verdict:
    """What a workflow knows of a check that could not be done."""
    reason = Reason.CHECK_INCOMPLETE
    return Verdict(check=check.value, subject=subject, status=CHECKS[check].status(reason), reason_code=reason.value)
