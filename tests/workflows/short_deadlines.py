"""Policy packs for tests that cannot wait: a day for a silent register, weeks for an anchor's next step."""

from pathlib import Path

from settings import ROOT

REGISTER = ("provider_patience: P1D", "provider_patience: PT3S")
MANY_ATTEMPTS = ("attempts: 3", "attempts: 20")
SIT_AT_ONCE = ("sit_within: P60D", "sit_within: PT1S")
SHOW_AT_ONCE = ("submit_within: P30D", "submit_within: PT1S")


def impatient(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the policy packs with these changes; with three seconds of patience for a silent register alone."""
    for file in (ROOT / "policies").rglob("*.yaml"):
        copy = folder / "policies" / file.relative_to(ROOT / "policies")
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        for said, instead in changes or (REGISTER,):
            text = text.replace(said, instead)
        copy.write_text(text)
    return folder / "policies"
