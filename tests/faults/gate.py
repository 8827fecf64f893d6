"""A gate on the way to a server: while it is shut the server is away, for its clients."""

import socket
from contextlib import suppress
from threading import Thread

from ops.ports import LOOPBACK


class Gate:
    """Passes connections on to a port of this machine while it is open; shutting it cuts those that are there."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._open = True
        self._ends: list[socket.socket] = []
        self._door = socket.create_server((LOOPBACK, 0))
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._attend, daemon=True).start()

    def shut(self) -> None:
        """The server goes away."""
        self._open = False
        self._cut()

    def open(self) -> None:
        """The server is back."""
        self._open = True

    def close(self) -> None:
        """Take the gate down."""
        self._door.close()
        self._cut()

    def _cut(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _attend(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                if not self._open:
                    near.close()
                    continue
                far = socket.create_connection((LOOPBACK, self._target))
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    Thread(target=_carry, args=pair, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
