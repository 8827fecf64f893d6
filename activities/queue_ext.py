"""The activities of the `ext` queue, with their tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from activities.notifications.letters import LetterWriter
from activities.notifications.post import LocalMailbox, SmtpPost
from activities.notifications.sending import NotificationActivities
from activities.vetting.registers import RegisterActivities
from activities.vetting.vies import Vies
from settings import Settings
from vault.files import open_vault
from vault.keys import ring_of, secret_of


def build(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> list[Callable[..., Any]]:
    """Outside services: letters and registers."""
    secret = secret_of(settings)
    writer = LetterWriter(settings, secret, open_vault(settings, ring_of(settings)))
    smtp = settings.smtp_url.get_secret_value()
    post = SmtpPost(smtp, settings.mail_from) if smtp else LocalMailbox()
    # Without an address no case asks for a look-up, so the stand-in is never called.
    registers = RegisterActivities(engine, clock, Vies(settings.vies_url or "http://unset.invalid"))
    return [NotificationActivities(engine, clock, writer, post=post).notify, registers.look_up_vat]
