"""Policy packs for tests that cannot wait: a day for a silent register, weeks for an anchor's next step."""

from pathlib import Path
from typing import NamedTuple

from settings import ROOT


class PackChange(NamedTuple):
    """A line of a pack, and what stands there instead."""

    line: str
    instead: str


REGISTER = PackChange("provider_patience: P1D", "provider_patience: PT3S")
MANY_ATTEMPTS = PackChange("attempts: 3", "attempts: 20")
SIT_AT_ONCE = PackChange("sit_within: P60D", "sit_within: PT1S")
SHOW_AT_ONCE = PackChange("submit_within: P30D", "submit_within: PT1S")


def short_packs(folder: Path, *changes: PackChange) -> Path:
    """A copy of the policy packs with these changes; without any, a silent register is waited for three seconds."""
    for file in (ROOT / "policies").rglob("*.yaml"):
        copy = folder / "policies" / file.relative_to(ROOT / "policies")
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        for line, instead in changes or (REGISTER,):
            text = text.replace(line, instead)
        copy.write_text(text)
    return folder / "policies"
