"""Deleting a draft: its rows and bytes are gone, the trail names no person's data, and what was sent stays."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from db.applications import ApplicationRow
from db.audit import AuditRow
from db.documents import DocumentRow
from db.engine import read
from domain.accounts import Person
from tests.cast import Browser
from tests.web.applications.drafts import FULL, add_paper, draft, sent, stored
from vault.files import VaultError, document_name
from web.services import Services


@pytest.fixture
def lin(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])


def test_a_draft_is_deleted_with_its_papers_and_their_bytes(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"], FULL)
    paper = add_paper(services, application_id, "bank_proof")
    with read(services.engine) as session:
        key = session.get_one(DocumentRow, paper).sealed_key
    assert f"/applications/{application_id}/delete" in lin.get(f"/applications/{application_id}").text
    assert "Delete this draft?" in lin.get(f"/applications/{application_id}/delete").text
    for _ in range(2):
        assert "The draft is deleted." in lin.post(f"/applications/{application_id}/delete").text
    with read(services.engine) as session:
        assert session.get(ApplicationRow, application_id) is None and session.get(DocumentRow, paper) is None
        events = session.exec(select(AuditRow).where(AuditRow.kind == "application.deleted")).all()
    assert [(each.subject, each.facts) for each in events] == [(str(application_id), {})]
    with pytest.raises(VaultError):
        services.vault.get(document_name(paper), key)
    assert "Become a certified merchant" in lin.get("/applications").text


def test_what_was_sent_is_not_deleted(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = sent(services, cast["lin"])
    assert lin.get(f"/applications/{application_id}/delete").url.path == f"/applications/{application_id}"
    assert lin.post(f"/applications/{application_id}/delete").status_code == 409
    assert stored(services, application_id).form == FULL


def test_nobody_deletes_somebody_elses_draft(
    services: Services, cast: dict[str, Person], browse: Callable[[], Browser]
) -> None:
    application_id, omar = draft(services, cast["lin"]), browse().sign_in(cast["omar"])
    assert omar.get(f"/applications/{application_id}/delete").status_code == 404
    assert omar.post(f"/applications/{application_id}/delete").status_code == 404
    assert stored(services, application_id).account_id == cast["lin"].id
