"""What the registry says of a check: its names for staff and applicants, and what it can find, gravest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from domain.checks.keys import CheckKey, Reason
from domain.messages import Message, msg
from domain.screening import CheckStatus

Reasons = Mapping[Reason, Message]


class PublicLine(Enum):
    """The lines that an applicant is shown instead of the checks behind them."""

    DOCUMENT = "document"  # one for each document, called as the document is
    IDENTIFIERS = "identifiers"
    REGISTER = "register"
    OTHERS = "others"


PUBLIC_LABELS: dict[PublicLine, Message] = {
    PublicLine.IDENTIFIERS: msg("The numbers you entered"),
    PublicLine.REGISTER: msg("Register of VAT numbers"),
    PublicLine.OTHERS: msg("Comparison with other applications"),
}


class Result(NamedTuple):
    """What a reason comes to, and what people call it."""

    status: CheckStatus
    words: Message


@dataclass(frozen=True)
class Check:
    """One check; its reasons stand by their status, the gravest first.

    With `doubts_shown` the applicant is told that a person looks closer; the other checks would tell about other
    applicants or help a forger. With `names_cases` what was read is the id of another application. Raise `version`
    when the same document can get another result.
    """

    key: CheckKey
    label: Message
    line: PublicLine
    doubts_shown: bool
    names_cases: bool = False
    version: int = 1
    fail: Reasons = field(default_factory=dict)
    error: Reasons = field(default_factory=dict)
    warn: Reasons = field(default_factory=dict)
    passes: Reasons = field(default_factory=dict)
    skipped: Reasons = field(default_factory=dict)

    @cached_property
    def results(self) -> dict[Reason, Result]:
        """All that it can find, the gravest first; any check can be left undone."""
        undone = {Reason.CHECK_INCOMPLETE: msg("Could not be done for a technical reason")}
        by_status = {
            CheckStatus.FAIL: self.fail,
            CheckStatus.ERROR: {**undone, **self.error},
            CheckStatus.WARN: self.warn,
            CheckStatus.PASS: self.passes,
            CheckStatus.SKIPPED: self.skipped,
        }
        return {reason: Result(status, words) for status, some in by_status.items() for reason, words in some.items()}

    def status(self, reason: Reason) -> CheckStatus:
        """What a reason comes to; KeyError for one that this check does not have."""
        return self.results[reason].status

    def rank(self, reason: Reason) -> int:
        """Its place among all that can be found, 0 for the gravest."""
        return list(self.results).index(reason)

    def most_serious(self, reasons: Iterable[Reason]) -> Reason:
        """The one that speaks for all."""
        return min(reasons, key=self.rank)

    @property
    def conditions(self) -> set[str]:
        """What a risk rule can look for: `check:status` and reasons."""
        found = {f"{self.key}:{each.status}" for each in self.results.values()}
        return found | {reason.value for reason in self.results}
