"""The one list of kinds in the domain; a test holds that it is whole."""

from domain.items.kinds.choice import Choice
from domain.items.kinds.matching import Matching
from domain.items.kinds.numeric import Numeric
from domain.items.kinds.ordering import Ordering
from domain.items.kinds.rules import KindRules
from domain.items.kinds.short_text import ShortText
from domain.items.parts import Kind

KINDS: dict[Kind, KindRules] = {
    Kind.SINGLE: Choice(several=False, still=False),
    Kind.MULTIPLE: Choice(several=True, still=False),
    Kind.TRUE_FALSE: Choice(several=False, still=True),
    Kind.NUMERIC: Numeric(),
    Kind.SHORT_TEXT: ShortText(),
    Kind.ORDERING: Ordering(),
    Kind.MATCHING: Matching(),
}
