"""The activities of the `wf` queue, with their tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from activities.credentials import CredentialActivities
from activities.review import ReviewActivities
from activities.screening import ScreeningActivities
from activities.vetting import VettingActivities
from db.policy import load_packs
from settings import Settings


def build(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> list[Callable[..., Any]]:
    """Database effects: cases, findings, decisions, the register."""
    vetting = VettingActivities(engine, load_packs(settings.policies_dir), clock, vat_register=bool(settings.vies_url))
    review = ReviewActivities(engine, clock, settings.issuer)
    credentials = CredentialActivities(engine, clock, settings.base_url)
    return [
        vetting.open_case, vetting.assess_case, ScreeningActivities(engine, clock).screen_merchant,
        review.record_decision, review.record_withdrawal, credentials.publish_credential, credentials.change_standing,
    ]  # fmt: skip
