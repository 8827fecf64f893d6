"""Certificates per second: rendered, signed, both; against the same page without a signature."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from activities.credentials.press import CertificatePress
from activities.credentials.signing import CertificateSigner
from benchmarks.common.tables import milliseconds, p50, p95, publish
from domain.credentials.standing import CertificateFace

TEMPLATE = "merchant_certificate.html"


def face(number: int) -> CertificateFace:
    """A certificate of an invented merchant; no two are alike, so nothing can be remembered."""
    today = date(2026, 11, 1)
    return CertificateFace(
        number=f"GR-M-2026-{number:05d}-ABCDE-F",
        kind="merchant",
        holder=f"Lin Lantern House {number} GmbH",
        legal_form="Company",
        country="Germany",
        categories=("Home and garden", "Food and drink"),
        issued_on=today,
        valid_from=today,
        valid_until=today + timedelta(days=365),
        issuer="Greenroom Demo Market",
        verify_url=f"https://greenroom.example.com/verify/{number}",
        revision=1,
    )


def timed(work: Callable[[int], object], rounds: int) -> list[float]:
    """Seconds of each round, after three to warm up."""
    times = []
    for number in range(rounds + 3):
        start = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - start)
    return times[3:]


def main(rounds: int = 40) -> None:
    """Measure, and publish the table."""
    at, press = datetime.now(UTC), CertificatePress()
    with tempfile.TemporaryDirectory() as folder:
        signer = CertificateSigner.load_or_create(Path(folder), "Greenroom Demo Market", at)
    blank = press.press(face(0), TEMPLATE)
    render = timed(lambda number: press.press(face(number), TEMPLATE), rounds)
    sign = timed(lambda number: signer.sign(blank, f"Certificate {number}", at), rounds)
    total = timed(lambda number: signer.sign(press.press(face(number), TEMPLATE), "Certificate", at), rounds)
    rows = [("", "measured")]
    rows += [
        (f"{name}, {label}", milliseconds(measure(times)))
        for name, times in (("render", render), ("sign", sign), ("render and sign", total))
        for label, measure in (("p50", p50), ("p95", p95))
    ]
    rows.append(("signed certificates per second", f"{1 / p50(total):.1f}"))
    rows.append(("signed against unsigned (p50)", f"{p50(total) / p50(render):.2f}"))
    publish("certificate", "Certificates, warm, one thread", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
