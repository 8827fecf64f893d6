"""The content package of QTI, a ZIP with a manifest: opened in memory and within limits, nothing is ever unpacked."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.exchange.common import LARGEST, ImportProblem, Unreadable, parse_xml
from domain.exchange.qti.nodes import simplify
from domain.lengths import LONGEST_TITLE
from domain.messages import Message, msg

LARGEST_PACKAGE = 20_000_000  # bytes, as it is and unpacked
MOST_FILES = 5000
MOST_PARTS = 400_000  # XML elements of all files together
STEEPEST = 200  # times that a file may be larger than it is in the package, above
FLAT = 100_000  # bytes that any file may unpack to
MANIFEST = "imsmanifest.xml"
_SIGNS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_ELSEWHERE = re.compile(r"^/|[\\:\0]|(?:^|/)\.\.(?:/|$)")
# What zipfile says of damage: a structure that does not hold, data that does not unpack, an end too early, a version of
# ZIP from the future, a place or a name that cannot be. An OSError cannot come: all of it lies in memory.
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


class PackagedItem(NamedTuple):
    """One file of a package: its simplified tree, or why there is none; `listed` when the manifest calls it an item."""

    name: str
    content: Element | ImportProblem
    listed: bool


def is_package(data: bytes) -> bool:
    """Whether a file is a ZIP."""
    return data.startswith(_SIGNS)


def sources(data: bytes) -> Iterator[PackagedItem]:
    """The item files in the order of the manifest, or else each XML file; raises Unreadable for a harmful package."""
    package = _Package(data)
    listed = package.listed()
    if listed is None:
        yield from _unlisted(package)
    else:
        yield from (package.source(name, listed=True) for name in listed)


def _unlisted(package: "_Package") -> Iterator[PackagedItem]:
    """Each file that is an item, or that could be one but is broken."""
    empty = True
    for name in [name for name in package.entries if name.lower().endswith(".xml") and not _is_manifest(name)]:
        source = package.source(name, listed=False)
        if isinstance(source.content, ImportProblem) or source.content.tag == "assessmentitem":
            empty = False
            yield source
    if empty:
        raise Unreadable(msg("The package holds no QTI items. Export the questions as QTI 2.1, 2.2 or 3.0."))


def _is_manifest(name: str) -> bool:
    return name.rpartition("/")[2].lower() == MANIFEST


class _Package:
    """The files of a package under their names; what is read of them adds up to no more than the limit."""

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST_PACKAGE:
            raise _too_large()
        try:
            self._zip = ZipFile(BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except _BROKEN as error:
            raise Unreadable(
                msg("The package is no whole ZIP file. Export it again and upload it as it is.")
            ) from error
        _admit(infos)
        self.entries = {info.filename: info for info in infos if not _ELSEWHERE.search(info.filename)}
        self._bytes, self._elements = LARGEST_PACKAGE, MOST_PARTS

    def listed(self) -> list[str] | None:
        """The item files that the manifest lists, each once; None without a manifest that can be used."""
        # A package can hold packages: the manifest nearest to the root is its own.
        name = min(filter(_is_manifest, self.entries), key=lambda name: name.count("/"), default=None)
        root = None if name is None else self.source(name, listed=False).content
        if name is None or not isinstance(root, Element) or root.tag != "manifest":
            return None
        resources = list(root.iter("resource"))
        bases = [name.rpartition("/")[0], *(node.get("base", "") for node in (root, *root.findall("resources")))]
        items = [node for node in resources if node.get("type", "").strip().lower().startswith("imsqti_item")]
        names = [_path([*bases, node.get("base", ""), node.get("href", "")]) for node in items]
        return list(dict.fromkeys(names)) if names or not resources else None

    def source(self, name: str, listed: bool) -> PackagedItem:
        """A file as a tree, or why it cannot be one; raises Unreadable when too much was read."""
        info = self.entries.get(name)
        if info is None:
            return PackagedItem(
                name, _problem(name, msg("The manifest lists this file, but the package does not hold it.")), listed
            )
        try:
            root = simplify(parse_xml(self._read(info)))
        except Unreadable as refusal:
            # A broken file costs itself alone; a package that is too large ends the import.
            if self._bytes < 0:
                raise
            return PackagedItem(name, _problem(name, refusal.message), listed)
        self._elements -= sum(1 for _ in root.iter())
        if self._elements < 0:
            raise _too_large()
        return PackagedItem(name, root, listed)

    def _read(self, info: ZipInfo) -> bytes:
        """The bytes of a file, at most one more than it may have: what it says of its size may be a lie."""
        try:
            with self._zip.open(info) as file:
                data = file.read(LARGEST + 1)
        except _BROKEN as error:
            raise Unreadable(msg("This file of the package is damaged. Export the package again.")) from error
        self._bytes -= len(data)
        if self._bytes < 0:
            raise _too_large()
        return data


def _admit(infos: list[ZipInfo]) -> None:
    """Refuse a package by what it says of itself."""
    if len(infos) > MOST_FILES:
        raise Unreadable(
            msg(
                "The package holds more than {most_files} files. Split it into smaller packages.", most_files=MOST_FILES
            )
        )
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Unreadable(msg("The package is encrypted. Make it again without a password."))
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise Unreadable(msg("The package is compressed in an unusual way. Make it again as a plain ZIP file."))
    if any(info.file_size > max(FLAT, STEEPEST * info.compress_size) for info in infos):
        raise Unreadable(msg("A file of the package unpacks to far more than it should, so the package is not opened."))
    if sum(info.file_size for info in infos) > LARGEST_PACKAGE:
        raise _too_large()


def _too_large() -> Unreadable:
    return Unreadable(
        msg(
            "The package is larger than {largest_package} bytes, or holds too much. Split it, or leave pictures out.",
            largest_package=LARGEST_PACKAGE,
        )
    )


def _problem(name: str, sentence: Message) -> ImportProblem:
    return ImportProblem(line=None, item=name[:LONGEST_TITLE] or "Untitled", sentence=sentence, skipped=False)


def _path(parts: list[str]) -> str:
    """The name in the package that bases and a reference lead to; no name when it is no path."""
    try:
        path = unquote(urlsplit(parts[-1].strip()).path)
    except ValueError:
        return ""
    return normpath(join("", *parts[:-1], path))
