"""The activities of the `wf` queue, with their tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from activities.anchors import AnchorActivities
from activities.corrections import CorrectionActivities
from activities.credentials.register import CredentialActivities
from activities.credentials.renewals import RenewalActivities
from activities.exams import ExamActivities
from activities.practical.ratings import PracticalActivities
from activities.review import ReviewActivities
from activities.vetting.opening import VettingActivities
from activities.vetting.screening import ScreeningActivities
from db.policy.library import load_packs
from settings import Settings


def build(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> list[Callable[..., Any]]:
    """Database effects: cases, findings, decisions, the register."""
    anchors, exams, practical = (
        AnchorActivities(engine, clock),
        ExamActivities(engine, clock),
        PracticalActivities(engine, clock),
    )
    vetting = VettingActivities(engine, load_packs(settings.policies_dir), clock, vat_register=bool(settings.vies_url))
    review = ReviewActivities(engine, clock, settings.issuer)
    credentials = CredentialActivities(engine, clock, settings.base_url)
    return [
        vetting.open_case,
        vetting.assess_case,
        ScreeningActivities(engine, clock).screen_merchant,
        anchors.assess_anchor,
        anchors.clear_identity,
        anchors.ask_for_recording,
        anchors.open_review,
        anchors.return_to_exam,
        anchors.lapse_case,
        exams.prepare_attempt,
        exams.expire_attempt,
        exams.finish_attempt,
        practical.open_ratings,
        practical.close_rating,
        practical.weigh_ratings,
        CorrectionActivities(engine, clock).apply_correction,
        RenewalActivities(engine, clock).sweep,
        review.record_decision,
        review.record_withdrawal,
        credentials.publish_credential,
        credentials.change_standing,
    ]
