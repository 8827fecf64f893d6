"""Signs certificates so that no one can change them unseen, and tells whether a signed file is still as it was."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from activities.credentials.signing_keys import SigningKeys, load_or_create_keys

FIELD = "Certification"


class SignatureReport(BaseModel, frozen=True):
    """What a file's signature is worth; all false when there is none or the file cannot be read."""

    intact: bool = False
    trusted: bool = False
    whole: bool = False
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def ok(self) -> bool:
        """Whether the file is, to the last byte, what a trusted signer signed."""
        return self.intact and self.trusted and self.whole


class CertificateSigner:
    """Puts a certifying PAdES B-B signature (no change allowed after it) into an invisible field."""

    def __init__(self, signing: SigningKeys, issuer: str) -> None:
        chain, (certificate,) = _certificates(signing.chain), _certificates([signing.certificate])
        store = SimpleCertificateStore.from_certs(chain)  # type: ignore[no-untyped-call]
        self._signer = SimpleSigner(certificate, load_private_key_from_pemder_data(signing.key, None), store)
        self._issuer = issuer
        # Two hexadecimal digits a byte; all but the certificates takes 700 bytes. Untold, pyHanko signs twice to see.
        self._room = 2 * (sum(map(len, (signing.certificate, *signing.chain))) + 2048)
        self.roots = [encoded for encoded, each in zip(signing.chain, chain, strict=True) if each.self_issued]

    @classmethod
    def load_or_create(cls, folder: Path, issuer: str, now: datetime) -> "CertificateSigner":
        """A signer with the keys in `folder`; makes them on first start. SigningKeysUnusable when they do not fit."""
        return cls(load_or_create_keys(folder, issuer, now), issuer)

    def sign(self, pdf: bytes, reason: str, at: datetime) -> bytes:
        """`pdf` with our signature dated `at` (aware) appended; call it from a thread without an event loop."""
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            name=self._issuer,
            reason=reason,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signer = _DatedSigner(meta, signer=self._signer, new_field_spec=SigFieldSpec(FIELD))
        signer.at = at
        signed: BytesIO = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=self._room)
        return signed.getvalue()


class _DatedSigner(PdfSigner):
    """pyHanko dates a signature by the clock; this one is told the time."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session


def _certificates(encoded: Sequence[bytes]) -> list[Any]:
    return [each for der in encoded for each in load_certs_from_pemder_data(der)]


def verify(pdf: bytes, roots: Sequence[bytes], at: datetime | None = None) -> SignatureReport:
    """What the first signature in `pdf` is worth under `roots` (DER) at the time `at`, or else now; never raises."""
    try:
        return _report(pdf, roots, at)
    except Exception:
        # The file is a stranger's: whatever breaks the parser is a reason not to believe it, not to stop.
        return SignatureReport()


def _report(pdf: bytes, roots: Sequence[bytes], at: datetime | None) -> SignatureReport:
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not signatures:
        return SignatureReport()
    trust = ValidationContext(trust_roots=_certificates(roots), moment=at)
    status = validate_pdf_signature(signatures[0], trust)
    return SignatureReport(
        intact=status.intact and status.valid,
        trusted=status.trusted,
        # `bottom_line` adds what DocMDP forbids; the coverage alone would let a forbidden update pass as a revision.
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE and bool(status.docmdp_ok),
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
    )
