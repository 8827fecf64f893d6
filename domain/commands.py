"""Commands: what can become of what somebody asked for."""

from enum import StrEnum


class CommandState(StrEnum):
    """Pending until Temporal has answered; then applied or refused, for good."""

    PENDING = "pending"
    APPLIED = "applied"
    REFUSED = "refused"
