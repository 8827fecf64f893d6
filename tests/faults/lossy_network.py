"""A worker that dies, as it were, after each effect and before it can say so: every activity runs twice."""

from typing import Any

from temporalio import activity
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor


class Lost(Exception):
    """The effect happened, and the news of it did not arrive."""


class Lossy(ClientInterceptor, Interceptor):
    """Loses the first completion of every activity; `lost` has their names."""

    def __init__(self) -> None:
        self.lost: list[str] = []

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Stand in front of each activity."""
        return _Loser(next, self.lost)


class _Loser(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, lost: list[str]) -> None:
        super().__init__(next)
        self._lost = lost

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        result = await super().execute_activity(input)
        if activity.info().attempt == 1:
            self._lost.append(activity.info().activity_type)
            raise Lost
        return result
