"""Small QTI items for tests, written in the words of 2.x and turned into those of another version when asked."""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from domain.exchange.common import ImportedItem
from domain.exchange.qti.reading import read
from domain.items.questions import Question

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
RULES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
CORRECT = f"<responseProcessing template='{RULES}match_correct'/>"
MAPPED = f"<responseProcessing template='{RULES}map_response'/>"
_HTML = {"p", "b", "i", "div", "img", "script", "pre", "br", "ul", "li", "h2"}


def response(right: str, kind: str = "single identifier", mapping: str = "", *, name: str = "RESPONSE") -> str:
    """A response declaration; `right` holds values parted by commas, `mapping` attributes, then key=points."""
    cardinality, base = kind.split()
    values = "".join(f"<value>{value}</value>" for value in right.split(",") if value)
    inner = f"<correctResponse>{values}</correctResponse>" if values else ""
    if mapping:
        bounds, _, entries = mapping.rpartition("|")
        pairs = (entry.split("=") for entry in entries.split(","))
        inner += f"<mapping {bounds}>"
        inner += "".join(f"<mapEntry mapKey='{key}' mappedValue='{points}'/>" for key, points in pairs)
        inner += "</mapping>"
    kinds = f"cardinality='{cardinality}' baseType='{base}'"
    return f"<responseDeclaration identifier='{name}' {kinds}>{inner}</responseDeclaration>"


def choice(*names: str, more: str = "", name: str = "RESPONSE", prompt: str = "") -> str:
    """A choice of these names, which are also what they say."""
    choices = "".join(f"<simpleChoice identifier='{each}'>{each}</simpleChoice>" for each in names)
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    return f"<choiceInteraction responseIdentifier='{name}' maxChoices='0' {more}>{asked}{choices}</choiceInteraction>"


def entry(name: str = "RESPONSE") -> str:
    """A gap to type into."""
    return f"<textEntryInteraction responseIdentifier='{name}'/>"


def item(head: str, body: str, tail: str = CORRECT, *, version: str = "2.1") -> bytes:
    """An item file; the item begins on its second line."""
    inner = f"{head}<itemBody>{body}</itemBody>{tail}"
    root = fromstring(f"<assessmentItem identifier='i1' title='Q1' adaptive='false'>{inner}</assessmentItem>")
    if version == "3.0":
        _modernise(root)
    root.set("xmlns", NAMESPACES[version])
    return b"<?xml version='1.0'?>\n" + tostring(root)


def _modernise(root: Element) -> None:
    """The same item with the names of 3.0."""
    for node in root.iter():
        node.tag = node.tag if node.tag in _HTML else f"qti-{_kebab(node.tag)}"
        named = {_kebab(name): value for name, value in node.attrib.items()}
        node.attrib.clear()
        node.attrib.update(named)


def _kebab(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", name).lower()


def package(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return buffer.getvalue()


def manifest(*hrefs: str, kind: str = "imsqti_item_xmlv2p1", base: str = "") -> bytes:
    """A manifest that lists these files."""
    rows = "".join(f"<resource identifier='r{n}' type='{kind}' href='{href}'/>" for n, href in enumerate(hrefs))
    at = f" xml:base='{base}'" if base else ""
    space = "http://www.imsglobal.org/xsd/imscp_v1p1"
    return f"<manifest xmlns='{space}'><resources{at}>{rows}</resources></manifest>".encode()


def whole(data: bytes) -> ImportedItem:
    """The only item of a file that came in without problems."""
    reading = read(data)
    assert (reading.problems, len(reading.items)) == ((), 1)
    return reading.items[0]


def only(data: bytes) -> Question:
    """The one question of a file that came in without problems."""
    (question,) = whole(data).questions
    return question


def told(data: bytes) -> list[tuple[int | None, str, bool]]:
    """Line and title of each problem, and whether it was skipped."""
    return [(problem.line, problem.item, problem.skipped) for problem in read(data).problems]


def sentences(data: bytes) -> str:
    """What the problems of a file say."""
    return " ".join(str(problem.sentence) for problem in read(data).problems)
