"""Real files that mean harm, or that look as if they did."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests import samples


@cache
def png_bomb() -> bytes:
    """400 megapixels in a few kilobytes."""
    side = 20_000
    rows = zlib.compress(b"\x00" * ((side // 8 + 1) * side), 9)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@cache
def encrypted_pdf(user: str = "secret") -> bytes:
    """A PDF with a password; with an empty one it opens but carries restrictions."""
    return _changed(lambda pdf: None, pikepdf.Encryption(user=user, owner="owner"))


def _changed(change: Callable[[pikepdf.Pdf], None], encryption: pikepdf.Encryption | bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.text_pdf())) as pdf:
        change(pdf)
        pdf.save(out, encryption=encryption)
    return out.getvalue()


def _annotated(action: Dictionary) -> bytes:
    """The licence with a link on page 1 whose action is a direct dictionary, in no table of objects."""

    def change(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99], A=action)
        pdf.pages[0].obj.Annots = Array([link])

    return _changed(change)


def launch_pdf() -> bytes:
    """Starts a program when clicked."""
    return _annotated(Dictionary(S=Name.Launch, F=String("calc.exe")))


def link_pdf() -> bytes:
    """A plain link to a web page: harmless."""
    return _annotated(Dictionary(S=Name.URI, URI=String("https://example.org/")))


def submit_pdf() -> bytes:
    """Sends its form to an outside address, as the second step of a chain of actions."""
    second = Dictionary(S=Name.SubmitForm, F=String("https://example.org/"))
    return _annotated(Dictionary(S=Name.GoTo, D=String("x"), Next=Array([second])))


def script_pdf() -> bytes:
    """Runs JavaScript when opened."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return _changed(lambda pdf: pdf.Root.__setitem__("/OpenAction", script))


def page_script_pdf() -> bytes:
    """Runs JavaScript when page 2 of 3 is shown."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.text_pdf(pages=3))) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.pages[1].obj.AA = Dictionary(O=script)
        pdf.save(out)
    return out.getvalue()


def opens_at_page_pdf() -> bytes:
    """Opens at its first page, as every word processor writes it: harmless."""
    return _changed(lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([pdf.pages[0].obj, Name.Fit])))


def attachment_pdf(name: str = "invoice.exe") -> bytes:
    """Carries another file."""
    return _changed(lambda pdf: pdf.attachments.__setitem__(name, b"MZ"))


def xfa_pdf() -> bytes:
    """A form that is a program of its own."""
    return _changed(lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(XFA=pdf.make_stream(b"<x/>"))))


def media_pdf() -> bytes:
    """Plays a film."""

    def change(pdf: pikepdf.Pdf) -> None:
        film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(film)]))

    return _changed(change)


def cyclic_pdf() -> bytes:
    """Objects that point at each other."""

    def change(pdf: pikepdf.Pdf) -> None:
        one, two = pdf.make_indirect(Dictionary()), pdf.make_indirect(Dictionary())
        one.Other, two.Other = two, one
        pdf.Root.Loop = one

    return _changed(change)


def empty_tree_pdf() -> bytes:
    """A PDF without pages."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(out)
    return out.getvalue()


def zip_behind_pdf() -> bytes:
    """A PDF to some programs, a ZIP archive to others; the archive's comment ends like a PDF."""
    out = io.BytesIO(samples.text_pdf())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.txt", "x")
        archive.comment = b"%%EOF"
    return out.getvalue()


def docx() -> bytes:
    """The least a Word document has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>" * 50)
    return out.getvalue()


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML_PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
