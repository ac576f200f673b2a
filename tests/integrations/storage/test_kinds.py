"""What a file is, by its first bytes; a name is believed only where nothing would be run or shown."""

import pytest

from ejournal.errors import DomainError
from ejournal.integrations.storage.kinds import judged
from ejournal.models import FileKind

ZEROS = b"\0" * 200
KINDS: dict[str, tuple[bytes, FileKind, str]] = {
    "песня.mp3": (b"ID3\x03\0\0\0\0\0\x21" + ZEROS, FileKind.AUDIO, "audio/mpeg"),
    "без ID3.mp3": (b"\xff\xfb\x90\x64" + ZEROS, FileKind.AUDIO, "audio/mpeg"),
    "голос.ogg": (b"OggS\0\x02" + b"\0" * 22 + b"\x01\x13OpusHead" + ZEROS, FileKind.AUDIO, "audio/ogg"),
    "диктант.wav": (b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0" + ZEROS, FileKind.AUDIO, "audio/wav"),
    "iphone.m4a": (b"\0\0\0\x20ftypM4A " + ZEROS, FileKind.AUDIO, "audio/mp4"),
    "iphone.mov": (b"\0\0\0\x14ftypqt  " + ZEROS, FileKind.VIDEO, "video/quicktime"),
    "опыт.mp4": (b"\0\0\0\x20ftypisom" + ZEROS, FileKind.VIDEO, "video/mp4"),
    "экран.webm": (
        b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + ZEROS, FileKind.VIDEO, "video/webm"
    ),
    "план.pdf": (b"%PDF-1.7", FileKind.PDF, "application/pdf"),
    "план без имени": (b"%PDF-1.7", FileKind.PDF, "application/pdf"),
    "фото.txt": (b"\xff\xd8\xff\xe0", FileKind.PICTURE, ""),
    "фото.heic": (b"\0\0\0\x18ftypheic" + ZEROS, FileKind.PICTURE, ""),
    "рисунок.bmp": (b"BM\x36\x10\0\0\0\0\0\0" + ZEROS, FileKind.PICTURE, ""),
    "BMW.txt": (b"BMW and other makes", FileKind.OTHER, "text/plain"),
    "MZ.txt": (b"MZ is how programs begin", FileKind.OTHER, "text/plain"),
    "список.csv": ("Фамилия;Имя".encode(), FileKind.OTHER, "text/csv"),
    "письмо.html": (b"<!doctype html>", FileKind.OTHER, "application/octet-stream"),
    "рисунок.svg": (b"<svg>", FileKind.OTHER, "application/octet-stream"),
    "видео.mp4": (b"<script>", FileKind.OTHER, "application/octet-stream"),
    "пустяк": (b"x", FileKind.OTHER, "application/octet-stream"),
}  # fmt: skip
PROGRAMS = {
    "setup.exe": b"text",
    "фото.jpg": b"MZ\x90\0\3\0",
    "отчёт.pdf": b"\x7fELF\2\1\1",
    "run": b"#!/bin/sh",
    "Сочинение.docx.lnk": b"x",
    "ярлык.doc": b"L\0\0\0\x01\x14\x02\0",
    "игра.APK": b"PK\3\4",
    "app.pdf": b"\xcf\xfa\xed\xfe",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_what_it_says_itself(name: str) -> None:
    head, kind, media_type = KINDS[name]
    found = judged(head, name)
    assert (found.kind, found.media_type) == (kind, media_type)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_refused_whatever_it_is_called(name: str) -> None:
    with pytest.raises(DomainError, match="Programs are not taken"):
        judged(PROGRAMS[name], name)
