"""QTI 2.1, 2.2 and 3.0 of 1EdTech, which most exam systems exchange: one item as XML, or a package (ZIP) of many."""

from collections.abc import Iterator

from domain.exchange.common import ImportedFile, ImportedItem, ImportProblem, Unreadable, gather, parse_xml
from domain.exchange.qti.item import read_item
from domain.exchange.qti.nodes import simplify
from domain.exchange.qti.package import PackagedItem, is_package, sources
from domain.exchange.qti.writing import write
from domain.messages import msg

__all__ = ["read", "write"]

ITEM = "assessmentitem"
_OLD = msg("This is QTI 1.2. Export the questions as QTI 2.1, 2.2 or 3.0.")


def read(data: bytes) -> ImportedFile:
    """The items of a package or of one item file; raises Unreadable when the whole file cannot be read."""
    return gather(_parts(sources(data)) if is_package(data) else _single(data))


def _single(data: bytes) -> Iterator[ImportedItem | ImportProblem]:
    root = simplify(parse_xml(data))
    if root.tag == "questestinterop":
        raise Unreadable(_OLD)
    if root.tag != ITEM:
        raise Unreadable(
            msg("This is no QTI item: it begins with <{tag}>, not with <assessmentItem>.", tag=root.tag[:40])
        )
    yield from read_item(root)


def _parts(found: Iterator[PackagedItem]) -> Iterator[ImportedItem | ImportProblem]:
    """What the files of a package hold; one that cannot be read is told under its name."""
    for source in found:
        if isinstance(source.content, ImportProblem):
            yield source.content
        elif source.content.tag == ITEM:
            yield from read_item(source.content)
        elif source.listed:
            sentence = _OLD if source.content.tag == "questestinterop" else msg("It is no QTI item.")
            yield ImportProblem(line=1, item=source.name, sentence=sentence, skipped=False)
