"""What the fields of an item are called where two versions of it are compared."""

from domain.messages import Message, msg

ITEM_FIELDS = {
    "code": msg("Code"),
    "title": msg("Title"),
    "area": msg("Area of the exam"),
    "category": msg("Product category"),
    "countries": msg("Countries"),
    "difficulty": msg("Difficulty"),
    "language": msg("Language"),
    "ref_kind": msg("Kind of rule"),
    "basis": msg("Rule"),
    "source": msg("Source"),
    "checked_on": msg("Looked up on"),
    "scenario": msg("Scenario"),
    "picture": msg("Picture"),
    "alt": msg("What the picture shows"),
    "enemies": msg("Enemies"),
}
QUESTION_FIELDS = {
    "kind": msg("How it is answered"),
    "stem": msg("What is asked"),
    "options": msg("Options"),
    "keys": msg("Keys of the options"),
    "partners": msg("Partners"),
    "others": msg("Partners that fit none"),
    "right": msg("Right options"),
    "fixed": msg("Options that keep their place"),
    "low": msg("Lowest right number"),
    "high": msg("Highest right number"),
    "texts": msg("Right texts"),
    "case_sensitive": msg("Capitals count"),
    "partial": msg("A share of the points for each right part"),
    "points": msg("Points"),
    "explanation": msg("Explanation"),
}


def field_name(key: str, number: int | None = None) -> Message:
    """The name of a field of the item, or of its question of this number (from 1)."""
    if number is None:
        return ITEM_FIELDS[key]
    return msg("Question {number}: {name}", number=number, name=QUESTION_FIELDS[key])
