"""Correcting a key: proposed with a reason, seen before it happens, approved by a colleague, applied once."""

from collections.abc import Callable

from db.commands import CommandRow
from db.corrections.marking import in_force
from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow
from db.engine import read
from domain.accounts import Person
from tests.cast import Browser, hidden
from tests.conftest import BOTH
from tests.drafts import credential, rows, trail
from tests.web.corrections.corrected import PATH, REASON, applied, approved, certified, proposed, sat, scored
from tests.web.statistics.sat_exams import id_of
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@BOTH
def test_a_key_is_corrected_from_the_proposal_to_the_new_results(
    services: Services, browse: Browse, cast: Cast
) -> None:
    falls, rises = sat(services, cast["ana"], "abaaa"), sat(services, cast["omar"], "abaab")
    moves = sat(services, cast["lin"], "aaaba")
    eli, noor = browse().sign_in(cast["eli"]), browse().sign_in(cast["noor"])
    correction = proposed(eli)
    page = noor.get(f"/corrections/{correction}").text
    assert "3 exams that count" in page and REASON in page
    assert page.index("From passed to not passed") < page.index("Ana Duarte") < page.index("another percentage")
    assert "Recorded, being applied" in approved(noor, correction)
    assert [each.attempt_id for each in applied(services, correction, cast["noor"])] == [falls.id]
    assert [scored(services, each) for each in (falls, moves)] == [(60.0, False, 2), (100.0, True, 2)]
    assert scored(services, rises) == (40.0, False, 2)
    page = noor.get(f"/corrections/{correction}").text
    assert "What changed" in page and "60.00 %" in page and "told by e-mail" in page
    kinds = ["key.correction_proposed", "key.correction_approved", "key.corrected"]
    assert [kind for kind in trail(services) if kind.startswith("key.")] == kinds


def test_a_failure_becomes_a_pass_when_everybody_is_credited(services: Services, browse: Browse, cast: Cast) -> None:
    rises, none = sat(services, cast["ana"], "abaca"), sat(services, cast["omar"], "bbb--")
    correction = proposed(browse().sign_in(cast["eli"]), credit="yes", q0="a")
    noor = browse().sign_in(cast["noor"])
    assert "Everybody who was asked gets the points" in noor.get(f"/corrections/{correction}").text
    approved(noor, correction)
    (turned,) = applied(services, correction, cast["noor"])
    assert (turned.attempt_id, turned.passed) == (rises.id, True)
    assert scored(services, none) == (20.0, False, 2)


def test_applying_twice_changes_nothing_more(services: Services, browse: Browse, cast: Cast) -> None:
    falls = sat(services, cast["ana"], "abaaa")
    correction = proposed(browse().sign_in(cast["eli"]))
    approved(browse().sign_in(cast["noor"]), correction)
    assert applied(services, correction, cast["noor"]) == applied(services, correction, cast["noor"])
    assert scored(services, falls)[2] == 2 and len(rows(services, AppliedCorrectionRow)) == 1


def test_a_later_exam_is_scored_by_the_corrected_key(services: Services, browse: Browse, cast: Cast) -> None:
    first = sat(services, cast["ana"], "abaaa")
    correction = proposed(browse().sign_in(cast["eli"]))
    approved(browse().sign_in(cast["noor"]), correction)
    applied(services, correction, cast["noor"])
    assert scored(services, sat(services, cast["ana"], "aaaba", after=first)) == (100.0, True, 1)
    with read(services.engine) as session:
        item, credited = in_force(session, id_of(3), 1)
    assert item and item.questions[0].key.options == ("b",) and not credited


def test_nobody_approves_or_declines_their_own_correction(services: Services, browse: Browse, cast: Cast) -> None:
    sat(services, cast["ana"], "abaaa")
    eli = browse().sign_in(cast["eli"])
    correction = proposed(eli)
    page = eli.get(f"/corrections/{correction}").text
    assert "a colleague approves or declines it" in page and "Approve and score again" not in page
    for verb in ("approve", "decline"):
        assert eli.post(f"/corrections/{correction}/{verb}").status_code == 403
    assert not rows(services, CommandRow)


def test_a_double_click_proposes_and_approves_once(services: Services, browse: Browse, cast: Cast) -> None:
    sat(services, cast["ana"], "abaaa")
    eli, noor = browse().sign_in(cast["eli"]), browse().sign_in(cast["noor"])
    correction = proposed(eli)
    again = {"command": correction, "version": "1", "q0": "b", "reason": REASON, "do": "propose", "seen": "x"}
    assert eli.post(PATH, again).url.path == f"/corrections/{correction}"
    approved(noor, correction)
    assert noor.post(f"/corrections/{correction}/approve").status_code == 200
    assert browse().sign_in(cast["sam"]).post(f"/corrections/{correction}/approve").status_code == 409
    assert noor.post(f"/corrections/{correction}/decline").status_code == 409
    assert (len(rows(services, CorrectionRow)), len(rows(services, CommandRow))) == (1, 1)


def test_what_changed_since_it_was_seen_is_shown_again(services: Services, browse: Browse, cast: Cast) -> None:
    sat(services, cast["ana"], "abaaa")
    noor = browse().sign_in(cast["noor"])
    correction = proposed(browse().sign_in(cast["eli"]))
    seen = hidden(noor.get(f"/corrections/{correction}").text, "seen")
    sat(services, cast["omar"], "abaaa")
    stale = noor.post(f"/corrections/{correction}/approve", {"seen": seen})
    assert stale.status_code == 409 and "Something has changed" in stale.text and "Omar Haddad" in stale.text
    assert not rows(services, CommandRow)
    assert noor.post(f"/corrections/{correction}/approve", {"seen": hidden(stale.text, "seen")}).status_code == 200


def test_a_proposal_of_something_else_than_was_seen_is_shown_again(
    services: Services, browse: Browse, cast: Cast
) -> None:
    eli = browse().sign_in(cast["eli"])
    sat(services, cast["ana"], "abaaa")
    fields = {
        "command": str(services.ids()),
        "version": "1",
        "q0": "b",
        "reason": REASON,
        "do": "propose",
        "seen": "old",
    }
    stale = eli.post(PATH, fields)
    assert stale.status_code == 409 and "Look again, then propose it" in stale.text
    assert not rows(services, CorrectionRow)


def test_a_declined_correction_changes_nothing(services: Services, browse: Browse, cast: Cast) -> None:
    attempt = sat(services, cast["ana"], "abaaa")
    correction = proposed(browse().sign_in(cast["eli"]))
    noor = browse().sign_in(cast["noor"])
    for _ in range(2):
        assert "Nothing has changed" in noor.post(f"/corrections/{correction}/decline").text
    assert noor.post(f"/corrections/{correction}/approve").status_code == 409
    assert scored(services, attempt) == (80.0, True, 1)
    (row,) = rows(services, CorrectionRow)
    assert row.declined_by == cast["noor"].id


def test_a_certificate_that_rests_on_a_turned_result_is_named_and_stays(
    services: Services, browse: Browse, cast: Cast
) -> None:
    living = certified(services, sat(services, cast["ana"], "abaaa"))
    correction = proposed(browse().sign_in(cast["eli"]))
    sam = browse().sign_in(cast["sam"])
    page = sam.get(f"/corrections/{correction}").text
    assert "No certificate will be withdrawn" in page and f"/cases/{living.case_id}" in page
    approved(sam, correction)
    applied(services, correction, cast["sam"])
    page = sam.get(f"/corrections/{correction}").text
    assert "No certificate was withdrawn" in page and living.number in page
    assert credential(services, living.id).standing == living.standing
