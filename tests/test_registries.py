"""Lists of things: every place that must know each member of a list knows it, in code, templates and scripts."""

from enum import StrEnum
from typing import Any

import pytest

from domain.accounts import PERMITTED, Role
from domain.cases import Stage
from domain.conflicts import ConflictKind
from domain.exams.clock import AttemptState
from domain.items.content import Difficulty, ItemState
from domain.notifications import NoticeKind
from domain.review import TaskKind
from domain.risk import RiskBand
from domain.screening import CheckStatus
from settings import ROOT
from web.accounts.signing_in import HOMES
from web.common.pages import environment

NOT_IN_THE_ROOM = {AttemptState.PREPARED, AttemptState.EXPIRED}  # nobody has begun
TABLES = [
    ("items/_words.html", "states", {*ItemState}),
    ("items/_words.html", "tones", {*ItemState}),
    ("items/_words.html", "levels", {*Difficulty}),
    ("exchange/_words.html", "levels", {*Difficulty}),
    ("review/_rows.html", "kinds", {*TaskKind}),
    ("conflicts/_words.html", "kinds", {*ConflictKind}),
]
MACROS: list[tuple[str, str, type[StrEnum]]] = [
    ("review/_words.html", "stage", Stage),
    ("review/_words.html", "band", RiskBand),
    ("review/_words.html", "band_tone", RiskBand),
    ("review/_words.html", "status", CheckStatus),
    ("review/_words.html", "status_icon", CheckStatus),
]


def words(template: str, name: str) -> Any:
    """A table or macro of a template."""
    return getattr(environment().get_template(template).module, name)


@pytest.mark.parametrize(("template", "table", "members"), TABLES)
def test_a_table_of_words_has_each_member_and_no_other(template: str, table: str, members: set[str]) -> None:
    assert words(template, table).keys() == {str(each) for each in members}


@pytest.mark.parametrize(("template", "macro", "kind"), MACROS, ids=lambda each: getattr(each, "__name__", each))
def test_a_macro_has_words_for_each_member(template: str, macro: str, kind: type[StrEnum]) -> None:
    silent = [each for each in kind if str(words(template, macro)(each.value)).strip() in ("", each.value)]
    assert silent == []


@pytest.mark.parametrize("state", sorted({*AttemptState} - NOT_IN_THE_ROOM))
def test_the_live_room_has_words_for_each_state_of_an_attempt(state: AttemptState) -> None:
    assert str(words("invigilation/_words.html", "state")(state.value)).strip() not in ("", state.value)


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_of_e_mail_has_a_subject_a_text_and_a_page(kind: NoticeKind) -> None:
    missing = [part for part in ("subject", "txt", "html") if not (ROOT / f"templates/mail/{kind}.{part}").is_file()]
    assert missing == []


def test_each_role_may_do_something_and_has_a_page_to_begin_with() -> None:
    assert PERMITTED.keys() == {*Role} == HOMES.keys()
    assert all(PERMITTED.values())
