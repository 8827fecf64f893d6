"""Levels: what an anchor's results earn for each product category, and what a decision may grant."""

from collections.abc import Mapping, Sequence

from domain.messages import msg
from domain.policy.anchor import Level
from domain.refusals import Invalid


class LevelNotEarned(Invalid):
    """A decision grants no category, one that was not applied for, or a level above what the results earn."""


def earned(levels: Sequence[Level], exam: float, practical: float | None) -> list[Level]:
    """The levels that these results (percent) earn, the lowest first; without a practical its thresholds are waived."""
    return [
        each for each in levels if exam >= each.exam_from and (practical is None or practical >= each.practical_from)
    ]


def admit_levels(granted: Mapping[str, str], applied_for: Sequence[str], earned_levels: Sequence[Level]) -> None:
    """Refuse levels (category key -> level key) that were not earned or not applied for: LevelNotEarned."""
    if not earned_levels:
        raise LevelNotEarned(msg("The results earn no level, so this case can only be declined."))
    if not granted:
        raise LevelNotEarned(msg("Grant a level for at least one product category, or decline."))
    if foreign := set(granted) - set(applied_for):
        raise LevelNotEarned(msg("The candidate did not apply for: {categories}.", categories=sorted(foreign)))
    keys = {each.key for each in earned_levels}
    if above := sorted({level for level in granted.values() if level not in keys}):
        raise LevelNotEarned(msg("The results do not earn level {levels}. Choose a lower one.", levels=above))
