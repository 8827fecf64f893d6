"""The activities of the `pdf` queue, with their tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from activities.certificates import CertificateActivities
from activities.documents import DocumentActivities
from activities.examine import DocumentInspector
from activities.recordings import RecordingActivities
from activities.tools.ocr import Tesseract
from activities.tools.press import CertificatePress
from activities.tools.signing import CertificateSigner
from db.keys import ring_of
from db.vault import open_vault
from settings import Settings


def build(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> list[Callable[..., Any]]:
    """The CPU's work: looking into documents, making certificates."""
    vault = open_vault(settings, ring_of(settings))
    tools = CertificatePress(), CertificateSigner.load_or_create(settings.keys, settings.issuer, clock())
    documents = DocumentActivities(engine, vault, DocumentInspector(Tesseract.for_country, clock))
    recordings = RecordingActivities(engine, vault, clock)
    certificates = CertificateActivities(engine, vault, tools, settings.base_url)
    return [documents.check_document, recordings.check_recording, certificates.render_certificate]
