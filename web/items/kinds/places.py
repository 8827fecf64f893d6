"""Orders given by numbers: beside each option a place from 1, each once."""

from starlette.datastructures import FormData

from domain.items.questions import Question
from web.applications.answers import text


def in_order(question: Question, posted: FormData, name: str) -> tuple[str, ...] | None:
    """The options by the places in the fields `name` and option; None unless every place was given once."""
    places = {each.key: text(posted, f"{name}{each.key}") for each in question.options}
    if sorted(places.values()) != sorted(str(number) for number in range(1, len(places) + 1)):
        return None
    return tuple(sorted(places, key=lambda key: int(places[key])))
