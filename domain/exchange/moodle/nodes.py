"""Reading the parts of a question of Moodle XML: its texts, its yes and no, what an answer is worth."""

from xml.etree.ElementTree import Element

from domain.exchange.moodle.rules import MoodleAnswer, QuestionDraft, percent

_FORMATS = {"plain_text": "plain", "markdown": "markdown", "moodle_auto_format": "moodle"}


def words(node: Element | None) -> str:
    """The text of a node or, as it should be, of the `text` in it."""
    if node is None:
        return ""
    inner = node.find("text")
    return "".join((node if inner is None else inner).itertext()).strip()


def rich(draft: QuestionDraft, node: Element | None) -> str:
    """The text of a node as safe HTML; files that belong to it are noted as left out."""
    if node is None:
        return ""
    if node.find("file") is not None:
        draft.note_media()
    return draft.rich(words(node), _FORMATS.get(node.get("format", ""), "html"))


def says(node: Element, name: str, usual: bool) -> bool:
    """What a switch says; as `usual` when it is not there or empty."""
    text = words(node.find(name)).lower()
    return text not in ("0", "false") if text else usual


def answers(node: Element, draft: QuestionDraft | None = None) -> list[MoodleAnswer]:
    """The answers with their percentages, as safe HTML for a draft or else as plain text; raises Unusable."""
    found = node.findall("answer")
    return [
        MoodleAnswer(rich(draft, each) if draft else words(each), percent(each.get("fraction", "0"))) for each in found
    ]
