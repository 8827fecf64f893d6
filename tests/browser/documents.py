"""Real papers for the browser to upload."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ops.demo_papers import paper_pdf

PAPERS: dict[str, list[list[Any]]] = {
    "registration_proof": [
        ["Company", "Lin Tea House GmbH"],
        ["Register number", "HRB 174512"],
        ["Date of issue", {"day": -40}],
    ],
    "identity_document": [["Name", "Lin Jing"], ["Valid until", {"day": 2700}]],
    "bank_proof": [
        ["Account holder", "Lin Tea House GmbH"],
        ["IBAN", "DE89 3704 0044 0532 0130 00"],
        ["Date of issue", {"day": -12}],
    ],
}


def write_papers(folder: Path) -> None:
    """One PDF for each kind, named after it."""
    today = datetime.now(UTC).date()
    for kind, lines in PAPERS.items():
        paper = {"title": kind.replace("_", " "), "issuer": "Specimen", "lines": lines}
        (folder / f"{kind}.pdf").write_bytes(paper_pdf(paper, today))
