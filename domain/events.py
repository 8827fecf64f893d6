"""Every kind of event of the audit trail, and what each is called on pages; no other kind is written."""

from enum import StrEnum

from domain.messages import Message, msg


class EventKind(StrEnum):
    """What happened, in the past tense; the stored word never changes, since every line of the trail is hashed."""

    ACCOMMODATION_APPROVED = "accommodation.approved"
    ACCOMMODATION_ASKED = "accommodation.asked"
    ACCOMMODATION_ENDED = "accommodation.ended"
    ACCOUNT_ADDED = "account.added"
    ACCOUNT_CONFIRMED = "account.confirmed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"
    ACCOUNT_PASSWORD_LETTER_SENT = "account.password_letter_sent"
    ACCOUNT_REGISTERED = "account.registered"
    ACCOUNT_ROLE_CHANGED = "account.role_changed"
    ACCOUNT_SIGNED_OUT_BY_ADMIN = "account.signed_out_by_admin"
    ACCOUNT_SIGNED_OUT_EVERYWHERE = "account.signed_out_everywhere"
    APPLICATION_DELETED = "application.deleted"
    APPLICATION_SUBMITTED = "application.submitted"
    BLUEPRINT_ARCHIVED = "blueprint.archived"
    BLUEPRINT_CHANGED = "blueprint.changed"
    BLUEPRINT_CREATED = "blueprint.created"
    BLUEPRINT_PUBLISHED = "blueprint.published"
    CASE_APPROVED = "case.approved"
    CASE_ASSESSED = "case.assessed"
    CASE_CLAIMED = "case.claimed"
    CASE_DECLINED = "case.declined"
    CASE_LAPSED = "case.lapsed"
    CASE_OPENED = "case.opened"
    CASE_READ = "case.read"
    CASE_RELEASED = "case.released"
    CASE_WITHDRAWN = "case.withdrawn"
    CERTIFICATE_READ = "certificate.read"
    COMMAND_REFUSED = "command.refused"
    # Some stored words are older than the names that their members have today.
    CONFLICT_ENDED = "tie.ended"
    CONFLICT_STATED = "tie.stated"
    CREDENTIAL_ISSUED = "credential.issued"
    CREDENTIAL_REVOKED = "credential.revoked"
    CREDENTIAL_SUSPENDED = "credential.suspended"
    CREDENTIAL_VALID = "credential.valid"
    CUT_SCORE_ADOPTED = "angoff.adopted"
    CUT_SCORE_BEGUN = "angoff.begun"
    CUT_SCORE_ITEMS_SEEN = "angoff.items_seen"
    CUT_SCORE_JUDGE_LEFT = "angoff.judge_left"
    CUT_SCORE_RATED = "angoff.rated"
    CUT_SCORE_ROUND_BEGUN = "angoff.round_begun"
    CUT_SCORE_ROUND_CLOSED = "angoff.round_closed"
    DOCUMENT_READ = "document.read"
    EXAM_ALL_EXTENDED = "exam.all_extended"
    EXAM_ENDED = "exam.ended"
    EXAM_EXTENDED = "exam.extended"
    EXAM_MESSAGE_SENT = "exam.message_sent"
    EXAM_MESSAGE_TO_ALL = "exam.message_to_all"
    EXAM_PAUSED = "exam.paused"
    EXAM_REOPENED = "exam.reopened"
    EXAM_RESUMED = "exam.resumed"
    EXAM_STARTED = "exam.started"
    EXAM_SUBMITTED = "exam.submitted"
    EXAM_VOIDED = "exam.voided"
    IDENTITY_CLEARED = "identity.cleared"
    ITEMS_EXPORTED = "items.exported"
    ITEMS_IMPORTED = "items.imported"
    ITEM_CREATED = "item.created"
    ITEM_ENEMIES_CHANGED = "item.enemies_changed"
    ITEM_PROMOTED = "item.promoted"
    ITEM_READ = "item.read"
    ITEM_RETIRED = "item.retired"
    ITEM_REVIEWED = "item.reviewed"
    ITEM_SAVED = "item.saved"
    ITEM_SENT = "item.sent"
    ITEM_TAKEN_BACK = "item.taken_back"
    ITEM_TAKEN_OVER = "item.taken_over"
    KEY_CORRECTED = "key.corrected"
    KEY_CORRECTION_APPROVED = "key.correction_approved"
    KEY_CORRECTION_DECLINED = "key.correction_declined"
    KEY_CORRECTION_PROPOSED = "key.correction_proposed"
    LETTER_WRITTEN = "letter.written"
    PRACTICAL_ENDED = "practical.ended"
    RECORDING_RATED = "recording.rated"
    RENEWAL_ANNOUNCED = "renewal.announced"
    RENEWAL_BEGUN = "renewal.begun"
    SESSION_OPENED = "session.opened"


WORDS: dict[EventKind, Message] = {
    EventKind.ACCOMMODATION_APPROVED: msg("Accommodation approved"),
    EventKind.ACCOMMODATION_ASKED: msg("Accommodation asked for"),
    EventKind.ACCOMMODATION_ENDED: msg("Accommodation ended"),
    EventKind.ACCOUNT_ADDED: msg("Account added"),
    EventKind.ACCOUNT_CONFIRMED: msg("E-mail address confirmed"),
    EventKind.ACCOUNT_DISABLED: msg("Account closed"),
    EventKind.ACCOUNT_ENABLED: msg("Account opened again"),
    EventKind.ACCOUNT_PASSWORD_CHANGED: msg("Password changed"),
    EventKind.ACCOUNT_PASSWORD_LETTER_SENT: msg("Link to set a password sent"),
    EventKind.ACCOUNT_REGISTERED: msg("Account registered"),
    EventKind.ACCOUNT_ROLE_CHANGED: msg("Role changed"),
    EventKind.ACCOUNT_SIGNED_OUT_BY_ADMIN: msg("Signed out by an administrator"),
    EventKind.ACCOUNT_SIGNED_OUT_EVERYWHERE: msg("Signed out everywhere"),
    EventKind.APPLICATION_DELETED: msg("Application deleted"),
    EventKind.APPLICATION_SUBMITTED: msg("Application sent"),
    EventKind.BLUEPRINT_ARCHIVED: msg("Blueprint archived"),
    EventKind.BLUEPRINT_CHANGED: msg("Blueprint changed"),
    EventKind.BLUEPRINT_CREATED: msg("Blueprint created"),
    EventKind.BLUEPRINT_PUBLISHED: msg("Blueprint published"),
    EventKind.CASE_APPROVED: msg("Approved"),
    EventKind.CASE_ASSESSED: msg("Checks done, waiting for a reviewer"),
    EventKind.CASE_CLAIMED: msg("Claimed"),
    EventKind.CASE_DECLINED: msg("Declined"),
    EventKind.CASE_LAPSED: msg("Lapsed: the applicant let the time run out"),
    EventKind.CASE_OPENED: msg("Case opened, checks started"),
    EventKind.CASE_READ: msg("Case read"),
    EventKind.CASE_RELEASED: msg("Released to the queue"),
    EventKind.CASE_WITHDRAWN: msg("Withdrawn by the applicant"),
    EventKind.CERTIFICATE_READ: msg("Certificate read"),
    EventKind.COMMAND_REFUSED: msg("A step was refused"),
    EventKind.CONFLICT_ENDED: msg("Conflict of interest ended"),
    EventKind.CONFLICT_STATED: msg("Conflict of interest stated"),
    EventKind.CREDENTIAL_ISSUED: msg("Certificate issued"),
    EventKind.CREDENTIAL_REVOKED: msg("Certificate revoked"),
    EventKind.CREDENTIAL_SUSPENDED: msg("Certificate suspended"),
    EventKind.CREDENTIAL_VALID: msg("Certificate reinstated"),
    EventKind.CUT_SCORE_ADOPTED: msg("Cut score adopted"),
    EventKind.CUT_SCORE_BEGUN: msg("Cut-score study begun"),
    EventKind.CUT_SCORE_ITEMS_SEEN: msg("Items of a cut-score study read"),
    EventKind.CUT_SCORE_JUDGE_LEFT: msg("Judge taken off the panel"),
    EventKind.CUT_SCORE_RATED: msg("Items rated for a cut score"),
    EventKind.CUT_SCORE_ROUND_BEGUN: msg("Next round of a cut-score study begun"),
    EventKind.CUT_SCORE_ROUND_CLOSED: msg("Round of a cut-score study closed"),
    EventKind.DOCUMENT_READ: msg("Document read"),
    EventKind.EXAM_ALL_EXTENDED: msg("More time for everybody in the live room"),
    EventKind.EXAM_ENDED: msg("Exam ended and scored"),
    EventKind.EXAM_EXTENDED: msg("More time for an exam"),
    EventKind.EXAM_MESSAGE_SENT: msg("Message to a candidate"),
    EventKind.EXAM_MESSAGE_TO_ALL: msg("Message to everybody in the live room"),
    EventKind.EXAM_PAUSED: msg("Exam paused"),
    EventKind.EXAM_REOPENED: msg("Another exam after a correction"),
    EventKind.EXAM_RESUMED: msg("Exam resumed"),
    EventKind.EXAM_STARTED: msg("Exam begun"),
    EventKind.EXAM_SUBMITTED: msg("Exam handed in"),
    EventKind.EXAM_VOIDED: msg("Exam voided"),
    EventKind.IDENTITY_CLEARED: msg("Identity documents accepted"),
    EventKind.ITEMS_EXPORTED: msg("Items exported"),
    EventKind.ITEMS_IMPORTED: msg("Items imported"),
    EventKind.ITEM_CREATED: msg("Item created"),
    EventKind.ITEM_ENEMIES_CHANGED: msg("Enemies of an item changed"),
    EventKind.ITEM_PROMOTED: msg("Pilot item made active"),
    EventKind.ITEM_READ: msg("Item read"),
    EventKind.ITEM_RETIRED: msg("Item retired"),
    EventKind.ITEM_REVIEWED: msg("Item reviewed"),
    EventKind.ITEM_SAVED: msg("Item saved"),
    EventKind.ITEM_SENT: msg("Item sent to review"),
    EventKind.ITEM_TAKEN_BACK: msg("Item taken back from review"),
    EventKind.ITEM_TAKEN_OVER: msg("Item taken over from a colleague"),
    EventKind.KEY_CORRECTED: msg("Key corrected and exams scored again"),
    EventKind.KEY_CORRECTION_APPROVED: msg("Correction of a key approved"),
    EventKind.KEY_CORRECTION_DECLINED: msg("Correction of a key declined"),
    EventKind.KEY_CORRECTION_PROPOSED: msg("Correction of a key proposed"),
    EventKind.LETTER_WRITTEN: msg("E-mail written"),
    EventKind.PRACTICAL_ENDED: msg("Sample stream: result"),
    EventKind.RECORDING_RATED: msg("Sample stream rated"),
    EventKind.RENEWAL_ANNOUNCED: msg("Renewal announced"),
    EventKind.RENEWAL_BEGUN: msg("Renewal begun"),
    EventKind.SESSION_OPENED: msg("Signed in"),
}


def event_words(kind: str) -> Message:
    """What an event is called; a kind that an older version wrote is said as it is."""
    return WORDS[EventKind(kind)] if kind in WORDS else Message.of(kind)
