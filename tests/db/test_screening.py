"""Marks on both databases: who else named the same number, without the number being kept."""

from db.cases import CaseRow
from db.engine import begin, read
from db.screening import MarkRow, mark, same_marks
from domain.accounts import Person
from tests.conftest import BOTH
from tests.drafts import opened, rows
from tests.workflows.application import IBAN, VAT
from web.services import Services

Cast = dict[str, Person]


@BOTH
def test_a_mark_names_the_question_and_never_the_value(services: Services, cast: Cast) -> None:
    opened(services, cast["lin"])
    assert {row.field for row in rows(services, MarkRow)} == {"business.vat_number", "payout.account"}
    kept = "".join(row.model_dump_json() for row in rows(services, MarkRow))
    assert VAT not in kept and IBAN not in kept


@BOTH
def test_marks_pair_with_other_accounts_only_and_a_repeat_adds_none(services: Services, cast: Cast) -> None:
    mine, again, other = (opened(services, cast[who]).application_id for who in ("lin", "lin", "omar"))
    with begin(services.engine) as session:
        mark(session, other, {"payout.account": IBAN, "business.vat_number": "ANOTHER"})
    with read(services.engine) as session:
        pairs = same_marks(session, session.get_one(CaseRow, mine))
        assert [(own.case_id, own.field, each.case_id) for own, each in pairs] == [(mine, "payout.account", other)]
        assert [each.case_id for _, each in same_marks(session, session.get_one(CaseRow, again))] == [other]
    assert len(rows(services, MarkRow)) == 6
