"""What the walk through a PDF finds, in real files."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from activities.documents.pdf_structure import StructureProblem, scan
from domain.checks.documents import STRUCTURE
from domain.checks.keys import Reason
from domain.screening import CheckStatus
from tests import hostile, samples


def codes(data: bytes) -> set[str]:
    return {problem.code.value for problem in scan(data)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (samples.text_pdf(), set()),
        (samples.text_pdf(samples.CHINESE), set()),
        (samples.scanned_pdf(), set()),
        (hostile.link_pdf(), set()),
        (hostile.opens_at_page_pdf(), set()),
        (hostile.cyclic_pdf(), set()),
        (hostile.launch_pdf(), {"PDF_LAUNCH"}),
        (hostile.submit_pdf(), {"PDF_REMOTE"}),
        (hostile.script_pdf(), {"PDF_OPEN_ACTION", "PDF_SCRIPT"}),
        (hostile.page_script_pdf(), {"PDF_AUTO_ACTION", "PDF_SCRIPT"}),
        (hostile.attachment_pdf(), {"PDF_EMBEDDED_FILE"}),
        (hostile.attachment_pdf("invoice.xml"), {"PDF_DATA_FILE"}),
        (hostile.xfa_pdf(), {"PDF_XFA"}),
        (hostile.media_pdf(), {"PDF_RICH_MEDIA"}),
        (hostile.encrypted_pdf(user=""), {"PDF_ENCRYPTED"}),
        (hostile.encrypted_pdf(), {"PDF_ENCRYPTED"}),
        (b"%PDF-1.7 nothing", {"PDF_DAMAGED"}),
        (b"", {"PDF_DAMAGED"}),
    ],
)
def test_each_danger_has_its_code_and_harmless_things_have_none(data: bytes, expected: set[str]) -> None:
    assert codes(data) == expected


def test_a_problem_names_the_page_it_hangs_on() -> None:
    assert scan(hostile.page_script_pdf()) == [
        StructureProblem(code=Reason.PDF_AUTO_ACTION, page=2),
        StructureProblem(code=Reason.PDF_SCRIPT, page=2),
    ]


def test_a_link_to_another_page_does_not_move_that_pages_problem() -> None:
    with pikepdf.open(io.BytesIO(hostile.page_script_pdf())) as file:
        link = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, X=file.pages[1].obj))
        file.pages[0].obj.Annots = Array([link])
        out = io.BytesIO()
        file.save(out)
    assert {problem.page for problem in scan(out.getvalue())} == {2}


def statuses(data: bytes) -> set[CheckStatus]:
    return {STRUCTURE.status(problem.code) for problem in scan(data)}


def test_data_and_restrictions_are_worth_a_look_but_no_failure() -> None:
    assert statuses(hostile.attachment_pdf("invoice.xml")) == {CheckStatus.WARN}
    assert statuses(hostile.encrypted_pdf(user="")) == {CheckStatus.WARN}
    assert statuses(hostile.launch_pdf()) == {CheckStatus.FAIL}


def test_a_file_with_too_many_objects_is_left_with_a_word() -> None:
    assert {problem.code for problem in scan(samples.text_pdf(), most=10)} == {Reason.PDF_TOO_COMPLEX}


def test_a_script_in_a_name_tree_is_found() -> None:
    with pikepdf.open(io.BytesIO(samples.text_pdf())) as file:
        script = Dictionary(S=Name.JavaScript, JS=file.make_stream(b"app.alert(1)"))
        file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
        out = io.BytesIO()
        file.save(out)
    assert codes(out.getvalue()) == {"PDF_SCRIPT"}


def test_a_script_behind_a_jump_to_a_page_is_found() -> None:
    with pikepdf.open(io.BytesIO(hostile.opens_at_page_pdf())) as file:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        file.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([]), Next=script)
        out = io.BytesIO()
        file.save(out)
    assert codes(out.getvalue()) == {"PDF_OPEN_ACTION", "PDF_SCRIPT"}


def test_a_script_on_pressing_the_mouse_is_found() -> None:
    with pikepdf.open(io.BytesIO(samples.text_pdf())) as file:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        file.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, AA=Dictionary(D=script))])
        out = io.BytesIO()
        file.save(out)
    assert codes(out.getvalue()) == {"PDF_AUTO_ACTION", "PDF_SCRIPT"}
