"""A journal for the archive: PDF/A-3b, with the data that stands on its pages as JSON within the file.

Of the archival kinds of PDF (ISO 19005) only the third lets a file of another kind be attached; of the pages
it asks what PDF/A-2 asks. So paper and data cannot be parted, and one fingerprint, one signature covers both.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

PART, CONFORMANCE = "3", "B"
DATA_NAME = "journal.json"
PROGRAM = "E-journal"
OF_REPORTLAB = b"BT /F1 12 Tf 14.4 TL ET"
"""Begins each page, in a font that is not embedded and in which nothing is written."""
UNEMBEDDED = Name("/F1")


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    school: str
    made_at: datetime


def archival(written: bytes, about: About, data: Mapping[str, Any]) -> bytes:
    """The PDF as PDF/A-3b with the data attached."""
    with pikepdf.open(io.BytesIO(written)) as pdf:
        _embed_fonts_alone(pdf)
        _intend_colours(pdf)
        _attach(pdf, data, about)
        _describe(pdf, about)
        made = io.BytesIO()
        pdf.save(made, min_version="1.7", deterministic_id=True)
    return made.getvalue()


def _embed_fonts_alone(pdf: pikepdf.Pdf) -> None:
    """Nothing refers to a font that is not in the file (6.2.11.4), nothing moves between pages."""
    for page in pdf.pages:
        fonts = page.Resources.get("/Font", Dictionary())
        if UNEMBEDDED in fonts:
            del fonts[UNEMBEDDED]
        page.Contents.write(page.Contents.read_bytes().replace(OF_REPORTLAB, b"", 1))
        if "/Trans" in page:
            del page["/Trans"]


def _intend_colours(pdf: pikepdf.Pdf) -> None:
    """What red, green and blue mean (6.2.3): all colours of the house are of that kind."""
    profile = pdf.make_stream(srgb())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                RegistryName=String("http://www.color.org"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )


@cache
def srgb() -> bytes:
    """The profile of sRGB, made by LittleCMS: free of rights, always the same bytes, of ICC's version 4.2."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[8:12] = b"\x04\x20\x00\x00"
    made[24:36] = b"\x07\xd0\x00\x01\x00\x01" + bytes(6)  # made on the first day of 2000
    made[84:100] = bytes(16)
    return bytes(made)


def _attach(pdf: pikepdf.Pdf, data: Mapping[str, Any], about: About) -> None:
    """The data, related to the whole document (6.8)."""
    spelled = json.dumps(data, ensure_ascii=False, indent=1).encode()
    stream = pdf.make_stream(spelled)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/application/json")
    stream.Params = Dictionary(Size=len(spelled), ModDate=String(_date(about.made_at)))
    held = pdf.make_indirect(stream)
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(DATA_NAME),
            UF=String(DATA_NAME),
            AFRelationship=Name.Data,
            Desc=String(about.title),
            EF=Dictionary(F=held, UF=held),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(DATA_NAME), spec])))
    pdf.Root.AF = Array([spec])


def _describe(pdf: pikepdf.Pdf, about: About) -> None:
    """What it is, in XMP (6.6); the old-fashioned information says the same or nothing."""
    at = about.made_at.isoformat(timespec="seconds")
    for name in list(pdf.docinfo.keys()):
        del pdf.docinfo[name]
    pdf.docinfo["/Title"] = about.title
    pdf.docinfo["/Author"] = about.school
    pdf.docinfo["/Creator"] = PROGRAM  # whoever signs it calls itself its producer
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = _date(about.made_at)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["dc:title"] = about.title
        meta["dc:creator"] = [about.school]
        meta["dc:format"] = "application/pdf"
        meta["dc:language"] = {"ru"}
        meta["xmp:CreatorTool"] = PROGRAM
        meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = meta["xmp:MetadataDate"] = at
        meta["pdfaid:part"] = PART
        meta["pdfaid:conformance"] = CONFORMANCE


def _date(at: datetime) -> str:
    """A moment as PDF spells it: D:20261126120400+03'00'."""
    zone = f"{at:%z}" or "+0000"
    return f"D:{at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
