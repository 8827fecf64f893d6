"""The package that QTI items go out in: a ZIP with a manifest, the same bytes for the same items."""

from collections.abc import Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from domain.exchange.qti.markup import Version
from domain.exchange.qti.package import MANIFEST

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP can say
_READABLE = 0o644 << 16
_UNIX = 3
_NAMESPACES: dict[Version, str] = {
    "2.2": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
_SCHEMAS: dict[Version, tuple[str, str]] = {"2.2": ("QTIv2.2 Package", "1.0.0"), "3.0": ("QTI Package", "3.0.0")}
_TYPES: dict[Version, str] = {"2.2": "imsqti_item_xmlv2p2", "3.0": "imsqti_item_xmlv3p0"}


def pack(files: Sequence[bytes], version: Version) -> bytes:
    """A package of these item files, in their order."""
    names = [f"items/item-{place}.xml" for place in range(1, len(files) + 1)]
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        for name, data in [(MANIFEST, _manifest(names, version)), *zip(names, files, strict=True)]:
            package.writestr(_entry(name), data)
    return buffer.getvalue()


def _entry(name: str) -> ZipInfo:
    """An entry that says nothing of the time or the machine it was made on."""
    info = ZipInfo(name, _LONG_AGO)
    info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, _READABLE, _UNIX
    return info


def _manifest(names: Sequence[str], version: Version) -> bytes:
    root = Element("manifest", xmlns=_NAMESPACES[version], identifier="greenroom")
    metadata = SubElement(root, "metadata")
    for tag, text in zip(("schema", "schemaversion"), _SCHEMAS[version], strict=True):
        SubElement(metadata, tag).text = text
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for place, name in enumerate(names, 1):
        node = SubElement(resources, "resource", identifier=f"resource-{place}", type=_TYPES[version], href=name)
        SubElement(node, "file", href=name)
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
