"""Checks the signature of a certificate against this house's root: `python -m ops.check_certificate FILE`."""

import sys
from pathlib import Path

from rich.console import Console

from activities.credentials.signing import verify
from activities.credentials.signing_keys import trusted_roots
from settings import Settings


def main(file: Path, console: Console) -> int:
    """Exit code 0 when the file is, to the last byte, what we signed."""
    try:
        report = verify(file.read_bytes(), trusted_roots(Settings().keys))
    except OSError as error:
        console.print(f"[red]{error}[/]")
        return 2
    console.print(f"unchanged: {'yes' if report.intact and report.whole else '[red]no[/]'}")
    console.print(f"signed by us: {'yes' if report.trusted else '[red]no[/]'}")
    if report.ok:
        console.print(f"Signed by {report.signer}, {report.signed_at}.")
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Console()))
