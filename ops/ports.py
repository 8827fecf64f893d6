"""Local TCP ports: which are free, and which answer."""

import socket
from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As servers do, so that a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_port(host: str = LOOPBACK) -> int:
    """A port the system says is free."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def free_port(wanted: int, say: Callable[[str], None], host: str = LOOPBACK) -> int:
    """The wanted port, or else the next free one above it, saying so."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if is_free(port, host):
            if port != wanted:
                say(f"Port {wanted} is taken by another program; using {port}.")
            return port
    port = any_port(host)
    say(f"Ports {wanted} to {wanted + 99} are taken by other programs; using {port}.")
    return port


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
