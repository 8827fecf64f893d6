"""How often somebody may try: windows that move, counted per address and per client."""

from datetime import UTC, datetime
from math import ceil

from fastapi import Request
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from domain.message_values import Clock
from domain.messages import Message, msg_n
from domain.refusals import TooMany
from web.services import Services

# Counted for an address and a client together: a stranger elsewhere locks no owner out.
TRIES = RateLimitItemPerMinute(5, 15, namespace="sign-in")
TRIES_OF_CLIENT = RateLimitItemPerMinute(30, 15, namespace="sign-in-client")
# Counted for the address: nobody's mailbox is flooded, from however many clients.
LETTERS = RateLimitItemPerHour(5, namespace="letters")
LETTERS_OF_CLIENT = RateLimitItemPerHour(30, namespace="letters-client")
UPLOADS = RateLimitItemPerMinute(100, 10, namespace="uploads")
PORTRAITS_OF_CLIENT = RateLimitItemPerMinute(60, 5, namespace="portraits-client")
FILES_OF_CLIENT = RateLimitItemPerMinute(20, 5, namespace="files-client")

Limit = RateLimitItemPerMinute | RateLimitItemPerHour


class TooManyTries(TooMany):
    """The window is full; `retry_after` is the number of seconds until a next try is admitted."""

    def __init__(self, message: Message | str, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def client_of(request: Request) -> str:
    """The client's network address, as far as the trusted proxies tell."""
    return request.client.host if request.client else "unknown"


def take(services: Services, limit: Limit, *key: str) -> None:
    """Count one try; refuses TooManyTries, with the time when the next one is admitted."""
    if not services.limiter.hit(limit, *key):
        _refuse(services, limit, *key)


def look(services: Services, limit: Limit, *key: str) -> None:
    """Refuse TooManyTries when no try is left, without counting one."""
    if not services.limiter.test(limit, *key):
        _refuse(services, limit, *key)


def forget(services: Services, limit: Limit, *key: str) -> None:
    """Forgive the tries: it was the right person after all."""
    services.limiter.clear(limit, *key)


def may_send_email(services: Services, *key: str) -> bool:
    """Whether another letter may go to this address within the hour; counts it."""
    return services.limiter.hit(LETTERS, *key)


def _refuse(services: Services, limit: Limit, *key: str) -> None:
    again = services.limiter.get_window_stats(limit, *key).reset_time
    # By the machine's clock: that is the one the limiter counts by.
    seconds = max(1, ceil(again - datetime.now(UTC).timestamp()))
    minutes = max(1, round(seconds / 60 + 0.5))
    wait = msg_n(
        "Too many tries. Wait about {n} minute and try again after {clock}.",
        "Too many tries. Wait about {n} minutes and try again after {clock}.",
        n=minutes,
        clock=Clock(datetime.fromtimestamp(again, UTC)),
    )
    raise TooManyTries(wait, seconds)
