"""Policy packs for tests that cannot wait a day for a silent register."""

from pathlib import Path

from settings import ROOT


def impatient(folder: Path) -> Path:
    """A copy of the policy packs with three seconds of patience for a silent register."""
    for file in (ROOT / "policies").rglob("*.yaml"):
        copy = folder / "policies" / file.relative_to(ROOT / "policies")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("provider_patience: P1D", "provider_patience: PT3S"))
    return folder / "policies"
