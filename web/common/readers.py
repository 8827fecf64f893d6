"""In whose language and time zone a request is answered."""

from fastapi import Request

from words.reader import Reader


def reader_of(request: Request) -> Reader:  # noqa: ARG001 (English alone, so far)
    """Who reads the answer."""
    return Reader()
