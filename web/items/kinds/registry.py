"""The one list of kinds in web; `tests/test_question_kinds.py` holds that it is whole."""

from db.items.bank import CASE_SET
from domain.items.parts import Kind
from domain.messages import Message, msg
from web.items.kinds.choice import Choice, TrueFalse
from web.items.kinds.matching import Matching
from web.items.kinds.numeric import Numeric
from web.items.kinds.ordering import Ordering
from web.items.kinds.pages import KindPages
from web.items.kinds.short_text import ShortText

KIND_PAGES: dict[str, KindPages] = {
    Kind.SINGLE: Choice(label=msg("One right option"), short=msg("One choice")),
    Kind.MULTIPLE: Choice(label=msg("Several right options"), short=msg("Several choices")),
    Kind.TRUE_FALSE: TrueFalse(label=msg("True or false"), short=msg("True or false")),
    Kind.NUMERIC: Numeric(),
    Kind.SHORT_TEXT: ShortText(),
    Kind.ORDERING: Ordering(),
    Kind.MATCHING: Matching(),
}
# A case set, several questions about one scenario, is no kind of its own; lists of items name it beside them.
LABELS: dict[str, Message] = {kind: each.label for kind, each in KIND_PAGES.items()} | {
    CASE_SET: msg("Case with several questions")
}
SHORT_LABELS: dict[str, Message] = {kind: each.short for kind, each in KIND_PAGES.items()} | {
    CASE_SET: msg("Case with questions")
}
