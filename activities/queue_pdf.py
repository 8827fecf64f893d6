"""The activities of the `pdf` queue, with their tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from activities.credentials.certificates import CertificateActivities
from activities.credentials.press import CertificatePress
from activities.credentials.signing import CertificateSigner
from activities.documents.checking import DocumentActivities
from activities.documents.inspector import DocumentInspector
from activities.documents.ocr import Tesseract
from activities.practical.recordings import RecordingActivities
from settings import Settings
from vault.files import open_vault
from vault.keys import ring_of


def build(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> list[Callable[..., Any]]:
    """The CPU's work: looking into documents, making certificates."""
    vault = open_vault(settings, ring_of(settings))
    signer = CertificateSigner.load_or_create(settings.keys, settings.issuer, clock())
    documents = DocumentActivities(engine, vault, DocumentInspector(Tesseract.for_country, clock))
    recordings = RecordingActivities(engine, vault, clock)
    certificates = CertificateActivities(engine, vault, CertificatePress(), signer=signer, url=settings.base_url)
    return [documents.check_document, recordings.check_recording, certificates.render_certificate]
