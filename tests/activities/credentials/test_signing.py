"""Signing and verifying certificates, on real PDFs and with Poppler as a second opinion."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from pyhanko.pdf_utils.generic import NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from activities.credentials.signing import CertificateSigner, verify
from activities.credentials.signing_keys import CERTIFICATE, CHAIN, KEY, ROOT_KEY, SigningKeysUnusable, trusted_roots

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
ISSUER = "Brightline Live"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def signer(folder: Path) -> CertificateSigner:
    return CertificateSigner.load_or_create(folder, ISSUER, NOW)


@pytest.fixture(scope="module")
def signed(signer: CertificateSigner) -> bytes:
    return signer.sign(a_page(), "Certificate issued", NOW)


def a_page() -> bytes:
    """An empty A4 page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(842, 595))
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()


def signing_certificate(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())


def test_a_signed_file_is_intact_whole_and_trusted(signer: CertificateSigner, signed: bytes) -> None:
    report = verify(signed, signer.roots, NOW)
    assert report.ok
    assert (report.signer, report.signed_at) == ("Brightline Live certificate signing", NOW)


def test_the_signature_is_pades_and_forbids_every_change(signed: bytes) -> None:
    with pikepdf.open(BytesIO(signed)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert signature.Reference[0].TransformParams.P == 1
        field = pdf.Root.AcroForm.Fields[0]
        assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]


def test_any_flipped_byte_breaks_the_signature(signer: CertificateSigner, signed: bytes) -> None:
    at = signed.index(b"595")
    broken = signed[:at] + b"6" + signed[at + 1 :]
    report = verify(broken, signer.roots, NOW)
    assert not report.intact
    assert not report.ok


def test_an_update_after_the_signature_is_seen(signer: CertificateSigner, signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(90)  # type: ignore[no-untyped-call]
    writer.mark_update(page.container_ref)
    updated = BytesIO()
    writer.write(updated)  # type: ignore[no-untyped-call]
    assert updated.getvalue().startswith(signed)
    report = verify(updated.getvalue(), signer.roots, NOW)
    assert not report.whole
    assert not report.ok


def test_bytes_after_the_end_are_seen(signer: CertificateSigner, signed: bytes) -> None:
    assert not verify(signed + b"\n% more", signer.roots, NOW).ok


def test_a_file_written_anew_has_lost_its_signature(signer: CertificateSigner, signed: bytes) -> None:
    written = BytesIO()
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.save(written)
    assert not verify(written.getvalue(), signer.roots, NOW).intact


def test_a_strangers_signature_is_intact_but_not_trusted(signer: CertificateSigner, tmp_path: Path) -> None:
    omar = CertificateSigner.load_or_create(tmp_path, ISSUER, NOW)
    report = verify(omar.sign(a_page(), "Certificate issued", NOW), signer.roots, NOW)
    assert (report.intact, report.trusted, report.ok) == (True, False, False)


@pytest.mark.parametrize(
    "file", [b"", b"not a PDF", a_page(), a_page()[:200]], ids=["empty", "text", "unsigned", "cut"]
)
def test_an_unsigned_or_unreadable_file_is_refused_without_an_error(signer: CertificateSigner, file: bytes) -> None:
    assert not verify(file, signer.roots, NOW).ok


def test_poppler_agrees(signed: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("NO SECOND OPINION: pdfsig is missing, install Debian's poppler-utils")
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    file.write_bytes(signed.replace(b"595", b"695", 1))
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in said


def test_keys_survive_a_restart_and_only_their_owner_reads_them(folder: Path, signer: CertificateSigner) -> None:
    before = (folder / KEY).read_bytes()
    again = CertificateSigner.load_or_create(folder, ISSUER, NOW + timedelta(days=30))
    assert (folder / KEY).read_bytes() == before
    assert again.roots == signer.roots == trusted_roots(folder)
    assert {file.name for file in folder.iterdir()} == {KEY, CERTIFICATE, CHAIN, ROOT_KEY}
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_the_signing_certificate_is_for_signing_and_lasts_three_years(folder: Path, signer: CertificateSigner) -> None:
    certificate = signing_certificate(folder)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert certificate.not_valid_after_utc == NOW + timedelta(days=1095)
    root = x509.load_der_x509_certificate(signer.roots[0])
    certificate.verify_directly_issued_by(root)
    assert root.not_valid_after_utc == NOW + timedelta(days=3652)


def test_two_processes_that_start_at_once_end_with_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as starts:
        signers = list(starts.map(lambda _: CertificateSigner.load_or_create(tmp_path, ISSUER, NOW), range(4)))
    assert len({tuple(each.roots) for each in signers}) == 1
    assert verify(signers[0].sign(a_page(), "Certificate issued", NOW), signers[3].roots, NOW).ok


def test_a_signing_certificate_is_renewed_in_its_last_year_under_the_same_root(tmp_path: Path) -> None:
    first = CertificateSigner.load_or_create(tmp_path, ISSUER, NOW)
    serial = signing_certificate(tmp_path).serial_number
    later = NOW + timedelta(days=700)
    second = CertificateSigner.load_or_create(tmp_path, ISSUER, later)
    assert signing_certificate(tmp_path).serial_number != serial
    assert verify(second.sign(a_page(), "Certificate issued", later), first.roots, later).ok


def test_a_new_root_keeps_the_old_one_trusted(tmp_path: Path) -> None:
    first = CertificateSigner.load_or_create(tmp_path, ISSUER, NOW)
    old = first.sign(a_page(), "Certificate issued", NOW)
    later = NOW + timedelta(days=3000)
    second = CertificateSigner.load_or_create(tmp_path, ISSUER, later)
    assert len(second.roots) == 2
    assert verify(old, second.roots, NOW).ok
    assert verify(second.sign(a_page(), "Certificate issued", later), second.roots, later).ok


def test_an_operators_own_keys_are_used_as_they_are(folder: Path, tmp_path: Path) -> None:
    for name in (KEY, CERTIFICATE, CHAIN):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    signer = CertificateSigner.load_or_create(tmp_path, ISSUER, NOW + timedelta(days=900))
    assert verify(signer.sign(a_page(), "Certificate issued", NOW), trusted_roots(folder), NOW).ok
    assert not (tmp_path / ROOT_KEY).exists()


def test_an_operators_expired_certificate_is_refused_and_left_alone(folder: Path, tmp_path: Path) -> None:
    for name in (KEY, CERTIFICATE, CHAIN):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with pytest.raises(SigningKeysUnusable):
        CertificateSigner.load_or_create(tmp_path, ISSUER, NOW + timedelta(days=1200))
    assert (tmp_path / KEY).read_bytes() == (folder / KEY).read_bytes()
