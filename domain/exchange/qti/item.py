"""One QTI item, read from its tree into questions and what was left out of them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from domain.exchange.common import ImportedItem, ImportProblem, Unsupported, Unusable, line_of, titled
from domain.exchange.moodle.rules import QuestionDraft
from domain.exchange.qti.answers import declared
from domain.exchange.qti.body import Interaction, ItemBody, take_apart
from domain.exchange.qti.kinds import ask
from domain.exchange.qti.nodes import FEEDBACK, html
from domain.exchange.qti.rules import rule
from domain.items.questions import Question
from domain.lengths import LONGEST_STEM
from domain.messages import Message, msg

EXPLAINS = "EXPLAINS_"  # the outcome of ours that explains the response named after it
_FEEDBACK = msg("Feedback that depends on the answer was left out.")
_STIMULUS = msg("It refers to a text in another file, which was left out. Add it to the question.")


def read_item(item: Element) -> Iterator[ImportedItem | ImportProblem]:
    """The item of a simplified tree, and what was left out of it."""
    draft, line = QuestionDraft(format="html"), line_of(item)
    title = titled(item.get("title", "") or item.get("identifier", ""), "")
    try:
        body = _body(item)
        scenario = draft.rich(body.scenario)
        if len(scenario) > LONGEST_STEM:
            raise Unusable(
                msg(
                    "The text before its questions is longer than {longest_stem} characters. Shorten it.",
                    longest_stem=LONGEST_STEM,
                )
            )
        questions = _questions(item, body, draft.notes)
    except (Unsupported, Unusable) as error:
        yield ImportProblem(line=line, item=title, sentence=error.message, skipped=isinstance(error, Unsupported))
        return
    yield ImportedItem(title=title, questions=questions, scenario=scenario, line=line)
    for sentence in draft.notes:
        yield ImportProblem(line=line, item=title, sentence=sentence, skipped=True)


def _body(item: Element) -> ItemBody:
    """The body of an item; raises Unsupported for one that changes from candidate to candidate."""
    if item.get("adaptive", "").strip() == "true":
        raise Unsupported(msg("It is adaptive: it changes as it is answered, which is not supported."))
    if item.find("templatedeclaration") is not None:
        raise Unsupported(msg("It is made anew for each candidate by a template, which is not supported."))
    body = item.find("itembody")
    if body is None:
        raise Unusable(msg("It has no body, so it asks nothing."))
    return take_apart(body)


def _questions(item: Element, body: ItemBody, notes: list[Message]) -> tuple[Question, ...]:
    """The questions of a body, which share the notes; raises Unsupported or Unusable."""
    explained = _explanations(item, body)
    questions = tuple(
        _question(item, asked, QuestionDraft(format="html", notes=notes), explained=explained) for asked in body.asked
    )
    if any(node.tag == "assessmentstimulusref" for node in item):
        notes.append(_STIMULUS)
    if _feedback_left(item, explained):
        notes.append(_FEEDBACK)
    return questions


def _question(item: Element, asked: Interaction, draft: QuestionDraft, *, explained: dict[str, str]) -> Question:
    identifier = asked.node.get("responseidentifier", "")
    answer = declared(item).get(identifier)
    if answer is None:
        raise Unsupported(msg("It declares no response for its question, so nothing could be right."))
    draft.stem = draft.rich(asked.stem)
    draft.explanation = draft.rich(explained.get(identifier, ""))
    processing = item.find("responseprocessing")
    return ask(draft, asked.node, answer, rule=rule(processing, answer))


def _explanations(item: Element, body: ItemBody) -> dict[str, str]:
    """The feedback that explains each response: ours by its name, or the only one of an item with one question."""
    found = [(node.get("outcomeidentifier", ""), html(node)) for node in item.findall("modalfeedback")]
    named = {outcome.removeprefix(EXPLAINS): text for outcome, text in found if outcome.startswith(EXPLAINS)}
    if not named and len(body.asked) == 1 and len({text.strip() for _, text in found}) == 1:
        return {body.asked[0].node.get("responseidentifier", ""): found[0][1]}
    return named


def _feedback_left(item: Element, explained: dict[str, str]) -> bool:
    """Whether some feedback did not become an explanation."""
    texts = {text.strip() for text in explained.values()}
    modal = any(html(node).strip() not in texts | {""} for node in item.findall("modalfeedback"))
    return modal or any(node.tag in FEEDBACK for node in item.iter())
