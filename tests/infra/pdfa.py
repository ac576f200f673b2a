"""Whether a PDF keeps to PDF/A-3b, clause by clause of ISO 19005-3, read by pypdf.

No validator comes with pip or Debian (veraPDF is neither's), so what the standard asks of files such as ours
is asked here: what it forbids and we never write (CMYK, annotations, actions, layers) is refused as a whole.
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

FILTERS = {"/FlateDecode", "/ASCII85Decode", "/DCTDecode", "/RunLengthDecode", "/ASCIIHexDecode"}
FORBIDDEN = {
    "/JavaScript", "/Launch", "/AA", "/OpenAction", "/AlternatePresentations", "/PresSteps", "/Requirements",
    "/NeedAppearances", "/XFA", "/OCProperties", "/OPI", "/Alternates", "/TR", "/HTP", "/FFilter", "/Ref",
}  # fmt: skip
CMYK = {"/DeviceCMYK", "/ICCBased4"}
BLEND_MODES = {"/Normal", "/Compatible"}
DEEPEST, LONGEST_NAME = 28, 127
PRINTED, HIDDEN = 4, 1 | 2 | 32 | 256
SAID_TWICE = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "x": "adobe:ns:meta/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""What is predefined (6.6.2.3): another one would have to be described within."""


def faults_of(written: bytes) -> list[str]:
    """What the file does that PDF/A-3b forbids, or lacks that it asks for, each with its clause."""
    read = PdfReader(BytesIO(written))
    return [
        *_frame(written, read),
        *_objects(read),
        *_intent(read),
        *(fault for number, page in enumerate(read.pages, 1) for fault in _content(read, page, number)),
        *(fault for font in _fonts(read) for fault in _font(font)),
        *_metadata(read),
        *_attached(read),
    ]


def _frame(written: bytes, read: PdfReader) -> Iterator[str]:
    lines = written.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", lines[0]):
        yield "6.1.2 header"
    if not (lines[1].startswith(b"%") and sum(byte > 127 for byte in lines[1][:5]) >= 4):
        yield "6.1.2 no binary comment"
    if "/ID" not in read.trailer:
        yield "6.1.3 no ID"
    if read.is_encrypted:
        yield "6.1.3 encrypted"
    if not re.search(rb"%%EOF\r?\n?$", written):
        yield "6.1.3 something behind the end"


def _objects(read: PdfReader) -> Iterator[str]:
    for at, one in _walk(read.trailer["/Root"], "Root", set()):
        yield from _held(at, one)
        keys = set(one)
        for name in sorted(keys & FORBIDDEN):
            yield f"{at}: {name} is forbidden"
        if any(len(str(key).encode()) > LONGEST_NAME for key in keys):
            yield f"6.1.12 {at}: a name is too long"
        if isinstance(one, StreamObject):
            filters = one.get("/Filter", [])
            if not set(filters if isinstance(filters, list) else [filters]) <= FILTERS:
                yield f"6.1.7.2 {at}: filter {filters}"
            if "/F" in keys:
                yield f"6.1.7.1 {at}: data outside of the file"


def _held(at: str, one: DictionaryObject) -> Iterator[str]:
    """What of its kind the object may not be."""
    if one.get("/Subtype") == "/Image":
        if one.get("/Interpolate", False):
            yield f"6.2.8 {at}: interpolated"
        if str(one.get("/ColorSpace")) in CMYK:
            yield f"6.2.4.3 {at}: CMYK"
    if one.get("/Type") == "/ExtGState" and str(one.get("/BM", "/Normal")) not in BLEND_MODES:
        yield f"6.2.10 {at}: blend mode"
    if one.get("/Type") == "/Annot" and not _is_signature(one):
        yield f"6.3 {at}: an annotation"


def _is_signature(one: DictionaryObject) -> bool:
    """The place of a signature without a picture, printed as it is shown: not at all (6.3.2, 6.3.3)."""
    flags = int(str(one.get("/F", 0)))
    seen = any(float(side) for side in one.get("/Rect", [1]))
    shown = bool(flags & PRINTED) and not flags & HIDDEN
    return one.get("/Subtype") == "/Widget" and one.get("/FT") == "/Sig" and shown and not seen


def _walk(found: Any, at: str, seen: set[tuple[int, int]]) -> Iterator[tuple[str, DictionaryObject]]:
    if isinstance(found, IndirectObject):
        place = (found.idnum, found.generation)
        if place in seen:
            return
        seen.add(place)
        found, at = found.get_object(), f"{found.idnum} 0"
    if isinstance(found, DictionaryObject):
        yield at, found
        for name, value in found.raw_items() if hasattr(found, "raw_items") else dict.items(found):
            yield from _walk(value, f"{at}{name}", seen)
    elif isinstance(found, ArrayObject):
        for value in list.__iter__(found):
            yield from _walk(value, at, seen)


def _intent(read: PdfReader) -> Iterator[str]:
    intents = [one.get_object() for one in read.root_object.get("/OutputIntents", [])]
    wanted = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
    if len(wanted) != 1 or "/OutputConditionIdentifier" not in wanted[0]:
        yield "6.2.3 no output intent"
        return
    stream = wanted[0]["/DestOutputProfile"]
    profile = stream.get_data()
    size, version, kind, space = struct.unpack(">I4xI4s4s", profile[:20])
    if size != len(profile) or profile[36:40] != b"acsp" or version >> 24 > 4:
        yield "6.2.3 no profile of ICC"
    if kind not in (b"mntr", b"prtr") or (space, stream["/N"]) != (b"RGB ", 3):
        yield "6.2.3 the profile is not of RGB"


def _content(read: PdfReader, page: Any, number: int) -> Iterator[str]:
    depth, used = 0, set()
    for operands, operator in ContentStream(page.get_contents(), read).operations:
        if operator in (b"k", b"K"):
            yield f"6.2.4.3 page {number}: CMYK"
        if operator in (b"cs", b"CS") and str(operands[0]) not in ("/DeviceRGB", "/DeviceGray"):
            yield f"6.2.4 page {number}: colours {operands[0]}"
        if operator == b"Tf":
            used.add(operands[0])
        depth += (operator == b"q") - (operator == b"Q")
        if depth > DEEPEST:
            yield f"6.1.12 page {number}: too deep"
    for name in used - set(page["/Resources"].get("/Font", {})):
        yield f"6.2.2 page {number}: {name} is not there"


def _fonts(read: PdfReader) -> list[Any]:
    found = {}
    for page in read.pages:
        resources: Any = page["/Resources"]
        for name, font in resources.get("/Font", {}).items():
            found[name] = font.get_object()
    return list(found.values())


def _font(font: Any) -> Iterator[str]:
    """A simple TrueType font of its own signs, as all of ours are."""
    name, kind = font["/BaseFont"], str(font["/Subtype"])
    about = font.get("/FontDescriptor", {})
    if "/FontFile2" not in about or kind != "/TrueType":
        yield f"6.2.11.4 {name} is not embedded"
        return
    if not about["/Flags"] & 4 or "/Encoding" in font:
        yield f"6.2.11.6 {name}: not of signs of its own"
    tables = _tables(about["/FontFile2"].get_data())
    cmaps = struct.unpack(">H", tables["cmap"][2:4])[0]
    if cmaps != 1:
        yield f"6.2.11.6 {name}: {cmaps} encodings"
    first, widths = font["/FirstChar"], font["/Widths"]
    for code, glyph in _glyphs(tables["cmap"]).items():
        if not first <= code < first + len(widths):
            continue
        if glyph and abs(_advance(tables, glyph) - float(widths[code - first])) > 1:
            yield f"6.2.11.5 {name}: the width of {code}"


def _tables(font: bytes) -> dict[str, bytes]:
    count = struct.unpack(">H", font[4:6])[0]
    rows = (struct.unpack(">4sIII", font[12 + 16 * at : 28 + 16 * at]) for at in range(count))
    return {tag.decode("latin-1"): font[start : start + size] for tag, _, start, size in rows}


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Glyph by code of the first encoding: format 6 or 0."""
    start = struct.unpack(">I", cmap[8:12])[0]
    kind = struct.unpack(">H", cmap[start : start + 2])[0]
    if kind == 0:
        return dict(enumerate(cmap[start + 6 : start + 262]))
    assert kind == 6, f"format {kind}"
    first, count = struct.unpack(">HH", cmap[start + 6 : start + 10])
    glyphs = struct.unpack(f">{count}H", cmap[start + 10 : start + 10 + 2 * count])
    return {first + at: glyph for at, glyph in enumerate(glyphs)}


def _advance(tables: dict[str, bytes], glyph: int) -> float:
    """How wide the glyph is in thousandths."""
    units = struct.unpack(">H", tables["head"][18:20])[0]
    metrics = struct.unpack(">H", tables["hhea"][34:36])[0]
    place = 4 * min(glyph, metrics - 1)
    return float(struct.unpack(">H", tables["hmtx"][place : place + 2])[0] * 1000 / units)


def _metadata(read: PdfReader) -> Iterator[str]:
    stream = read.root_object.get("/Metadata")
    if stream is None:
        yield "6.6.2.1 no XMP"
        return
    packet = stream.get_object().get_data()
    head = packet.split(b"?>", 1)[0]
    if b"bytes=" in head or b"encoding=" in head:
        yield "6.6.2.1 attributes of the packet"
    tree = ElementTree.fromstring(packet)
    known = {f"{{{uri}}}" for uri in NAMESPACES.values()}
    for node in tree.iter():
        for tag in (node.tag, *node.attrib):
            if tag.startswith("{") and tag.split("}")[0] + "}" not in known:
                yield f"6.6.2.3 {tag} is not described"
    said = _said(tree)
    if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("3", "B"):
        yield "6.6.4 no PDF/A-3B"
    info: Any = read.metadata or {}
    for key, name in (
        ("/Title", "dc:title"),
        ("/Author", "dc:creator"),
        ("/Producer", "pdf:Producer"),
        ("/Creator", "xmp:CreatorTool"),
    ):
        if info.get(key) != said.get(name):
            yield f"6.6.3 {key}: {info.get(key)!r} is not {said.get(name)!r}"
    if set(info) - {*SAID_TWICE, "/CreationDate", "/ModDate"}:
        yield "6.6.3 more is said beside XMP"


def _said(tree: ElementTree.Element) -> dict[str, str]:
    """What XMP says, as an attribute, as text, or as the first of several."""
    short = {f"{{{uri}}}": f"{name}:" for name, uri in NAMESPACES.items()}

    def named(tag: str) -> str:
        return next((tag.replace(uri, name, 1) for uri, name in short.items() if tag.startswith(uri)), tag)

    found: dict[str, str] = {}
    for about in tree.iter(f"{{{NAMESPACES['rdf']}}}Description"):
        found |= {named(tag): value for tag, value in about.attrib.items()}
        for node in about:
            items = [one.text or "" for one in node.iter(f"{{{NAMESPACES['rdf']}}}li")]
            found[named(node.tag)] = items[0] if items else (node.text or "").strip()
    return found


def _attached(read: PdfReader) -> Iterator[str]:
    root = read.root_object
    related = {
        one.idnum for one in list.__iter__(root.get("/AF", ArrayObject())) if isinstance(one, IndirectObject)
    }
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for at in range(0, len(names), 2):
        raw = list.__getitem__(names, at + 1)
        spec = raw.get_object()
        if raw.idnum not in related or "/AFRelationship" not in spec:
            yield "6.8 a file is related to nothing"
        if not {"/F", "/UF"} <= set(spec) or "/Subtype" not in spec["/EF"]["/F"]:
            yield "6.8 a file without name or kind"
        if "/ModDate" not in spec["/EF"]["/F"].get("/Params", {}):
            yield "6.8 a file without its date"
