"""A browser's connection, as cheap as can be: HTTP/1.1 over asyncio's streams, kept open as long as the server does."""

import asyncio
import json
import time
from typing import Any, NamedTuple

from benchmarks.exams.plan import PlannedSeat

HOST = "127.0.0.1"
PATIENCE, PATIENCE_OF_PAGES = 8.0, 60.0  # seconds: the page's scripts', and the browser's own with pages and forms


class Disconnected(Exception):
    """No answer came: refused, broken off, or too slow."""


class HttpAnswer(NamedTuple):
    """Status, data (empty for a page), and the seconds from the first byte sent to the last one read."""

    status: int
    data: dict[str, Any]
    seconds: float
    retry_after: float


class HttpConnection:
    """One connection at a time."""

    def __init__(self, port: int, seat: PlannedSeat | None = None) -> None:
        self._port = port
        self._fixed = f"host: {HOST}:{port}\r\n"
        if seat:
            self._fixed += f"cookie: {seat.cookies}\r\nx-csrftoken: {seat.token}\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None, *, drop: bool = False) -> HttpAnswer:
        """Send and read; raises Away. A text as body is a form; `drop` breaks the connection off when all is sent."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_OF_PAGES if isinstance(body, str) else PATIENCE):
                reader, writer = await self._connected()
                writer.write(self._request(method, path, body))
                await writer.drain()
                if drop:
                    raise Disconnected("broken off on purpose")
                status, headers, content = await _read(reader)
        except (OSError, EOFError, TimeoutError, Disconnected, ValueError) as error:
            self.hang_up()
            raise Disconnected(type(error).__name__) from error
        if headers.get("connection") == "close":
            self.hang_up()
        data = json.loads(content) if "json" in headers.get("content-type", "") else {}
        return HttpAnswer(status, data, time.perf_counter() - started, float(headers.get("retry-after", 0)))

    def hang_up(self) -> None:
        """Break the connection off, whatever is on its way."""
        if self._streams:
            self._streams[1].transport.abort()
            self._streams = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        # The server closes what was silent for some seconds: seen here, or else the candidate would call it a fault.
        if self._streams and (self._streams[0].at_eof() or self._streams[1].is_closing()):
            self.hang_up()
        self._streams = self._streams or await asyncio.open_connection(HOST, self._port)
        return self._streams

    def _request(self, method: str, path: str, body: Any) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        kind = "accept: application/json\r\ncontent-type: application/json\r\n"
        if isinstance(body, str):
            content, kind = body.encode(), "accept: text/html\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{self._fixed}{kind}content-length: {len(content)}\r\n\r\n"
        return head.encode() + content


async def _read(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", 0))
    return int(first.split()[1]), headers, await reader.readexactly(length)
