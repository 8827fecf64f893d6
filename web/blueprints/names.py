"""What the numbers in the form of a blueprint are called, for the sentence beside one that is wrong."""

from domain.items.content import Difficulty
from domain.messages import Message, msg

# Those in small letters belong to an area and come after its number.
NAMES = {
    "minutes": msg("Minutes"),
    "overlap": msg("Seen before"),
    "exposure_cap": msg("Use of one item"),
    "pilots": msg("Pilot items"),
    "floor": msg("minimum"),
    **{str(each): each.label for each in Difficulty},
    "any": msg("any"),
}


def called(name: str) -> Message:
    """`area.0.floor` is called `Area 1, minimum`."""
    *place, last = name.split(".")
    return msg("Area {number}, {name}", number=int(place[1]) + 1, name=NAMES[last]) if place else NAMES[last]
