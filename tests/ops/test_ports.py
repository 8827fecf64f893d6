"""Ports: the wanted one, or the next free one with a word about it."""

import socket

from ops.ports import LOOPBACK, answers, any_port, free_port, is_free


def test_a_free_port_is_used_without_a_word() -> None:
    said: list[str] = []
    wanted = any_port()
    assert free_port(wanted, said.append) == wanted
    assert said == []


def test_a_taken_port_gives_the_next_one_and_says_so() -> None:
    said: list[str] = []
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        wanted = other.getsockname()[1]
        got = free_port(wanted, said.append)
        assert answers(wanted)
    assert got > wanted
    assert is_free(got)
    assert said == [f"Port {wanted} is taken by another program; using {got}."]
