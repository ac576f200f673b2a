"""What a file is, by its content; its name alone is believed only where nothing would be run or shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ejournal.errors import DomainError
from ejournal.lazily import Lazily
from ejournal.models import FileKind

if TYPE_CHECKING:
    import puremagic
else:
    puremagic = Lazily("puremagic")

HEAD = 4096
PROGRAM = "Programs are not taken: {name}. Whoever opens one lets it do what it likes on their computer"
UNKNOWN = "application/octet-stream"
_PROGRAMS = (
    b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n", b"!<arch>", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
"""How programs of all systems begin, links of Windows among them."""
_PROGRAM_ENDINGS = frozenset(
    {
        "apk", "app", "appimage", "bat", "cmd", "com", "cpl", "deb", "desktop", "dll", "dmg", "exe",
        "gadget", "hta", "inf", "ins", "iso", "jar", "jnlp", "js", "jse", "lnk", "msc", "msi", "msix",
        "msp", "mst", "pif", "pkg", "ps1", "psm1", "reg", "rpm", "scr", "sh", "sys", "vb", "vbe", "vbs",
        "wsc", "wsf", "wsh", "xll",
    }
)  # fmt: skip
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*",
)  # fmt: skip
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_SHOWN = {
    "video/mp4": FileKind.VIDEO,
    "video/webm": FileKind.VIDEO,
    "video/quicktime": FileKind.VIDEO,
    "audio/mpeg": FileKind.AUDIO,
    "audio/mp4": FileKind.AUDIO,
    "audio/ogg": FileKind.AUDIO,
    "audio/wav": FileKind.AUDIO,
    "audio/flac": FileKind.AUDIO,
    "audio/aac": FileKind.AUDIO,
}
"""What browsers play, and nothing in it runs."""
_SAME = {
    "audio/mp3": "audio/mpeg", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav", "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4",
    "audio/x-flac": "audio/flac", "application/ogg": "audio/ogg",
    "video/x-m4v": "video/mp4", "audio/x-aac": "audio/aac", "video/mov": "video/quicktime",
    "audio/mpeg3": "audio/mpeg", "audio/webm": "video/webm",
}  # fmt: skip
"""Other names of the same."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KEPT = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    "7z": "application/x-7z-compressed",
    "rar": "application/vnd.rar",
    "epub": "application/epub+zip",
}
"""What a phone opens by its type; it is never shown by the browser itself."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is, and the type that browsers are told."""

    kind: FileKind
    media_type: str


def judged(head: bytes, name: str) -> Judged:
    """What the file is that begins so; DomainError for a program, whatever it is called."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if head.startswith(_PROGRAMS) or _is_of_windows(head) or ending in _PROGRAM_ENDINGS:
        raise DomainError(PROGRAM, name=name)
    if _is_picture(head):
        return Judged(FileKind.PICTURE, "")
    if head.startswith(b"%PDF-"):
        return Judged(FileKind.PDF, "application/pdf")
    found = _by_content(head)
    if found in _SHOWN:
        return Judged(_SHOWN[found], found)
    return Judged(FileKind.OTHER, _KEPT.get(ending, UNKNOWN))


def _is_of_windows(head: bytes) -> bool:
    """Whether it begins as .exe and .dll do; a text may begin with these two letters too."""
    return head.startswith(b"MZ") and b"\0" in head[:64]


def _is_picture(head: bytes) -> bool:
    is_bitmap = head.startswith(b"BM") and head[6:10] == b"\0\0\0\0"
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    is_heif = head[4:8] == b"ftyp" and head[8:12] in _HEIF
    return is_webp or is_heif or is_bitmap or head.startswith(_PICTURES)


def _by_content(head: bytes) -> str:
    """The type that the first bytes speak of, as browsers name it; empty for none."""
    if head[4:8] == b"ftyp":
        return (
            "audio/mp4" if head[8:11] == b"M4A" else "video/quicktime" if head[8:10] == b"qt" else "video/mp4"
        )
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    names = (_SAME.get(one.mime_type, one.mime_type) for one in found)
    return next((one for one in names if one), "")
