"""Why a question that was read cannot be one of ours, as a sentence."""

from pydantic import ValidationError

from domain.messages import Message, msg

_QUESTION = msg("question")
_NAMES = {
    "stem": _QUESTION,
    "options": msg("options"),
    "targets": msg("targets"),
    "key": msg("key"),
    "explanation": msg("explanation"),
}


def sentence_of(error: ValidationError) -> Message:
    """The first error of a question as a sentence."""
    first = error.errors()[0]
    name = _NAMES.get(str(first["loc"][0]), _QUESTION) if first["loc"] else _QUESTION
    limit = int((first.get("ctx") or {}).get("max_length", 0))
    match first["type"]:
        case "string_too_short":
            return msg("The {name} is empty. Write it.", name=name)
        case "string_too_long":
            return msg("A text of the {name} is longer than {limit} characters. Shorten it.", name=name, limit=limit)
        case "too_long":
            return msg("There are more than {limit} {name}. Leave some out.", limit=limit, name=name)
        case "value_error":
            return Message.of(first["ctx"]["error"].args[0])  # the rule that it breaks says so in a message
    return msg("The {name} does not hold what is needed here. Look at it in the file.", name=name)
