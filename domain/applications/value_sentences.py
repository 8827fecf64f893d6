"""What is said of a value that cannot be taken, whatever its kind."""

from domain.message_values import Inner
from domain.messages import Message, msg, phrase, sentences
from domain.policy.parts import Field


def missing(field: Field) -> Message:
    """The sentence for a required value that is not there."""
    if field.kind == "agree":
        return msg("Confirm this to go on: {label}", label=phrase(field.label))
    if field.kind in ("choice", "categories", "topics", "country"):
        return with_example(msg("Choose the {label}.", label=Inner(field.label)), field)
    return with_example(msg("Enter the {label}.", label=Inner(field.label)), field)


def with_example(sentence: Message, field: Field) -> Message:
    """The sentence, and the field's example after it."""
    return sentences([sentence, msg("For example: {example}", example=field.example)]) if field.example else sentence


def too_long(field: Field) -> Message:
    """The sentence for a value that is longer than its field."""
    return msg(
        "Shorten the {label}: it can have {most} characters at most.",
        label=Inner(field.label),
        most=field.max_length,
    )
