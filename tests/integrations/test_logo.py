"""A stranger's picture becomes a small PNG of ours, or is refused in words, however it is made."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ejournal.errors import DomainError
from ejournal.integrations.pictures import logo
from ejournal.integrations.pictures.logo import draw_anew

SECRET = "где снято: 55.75, 37.61"


def picture(kind: str, size: tuple[int, int] = (900, 300), **more: Any) -> bytes:
    written = BytesIO()
    image = Image.new("RGB", size, "#2456a6")
    image.save(written, kind, **more)
    return written.getvalue()


def drawn(data: bytes, tmp_path: Path) -> logo.Logo:
    file = tmp_path / "sent"
    logo.keep_logo(file, draw_anew(data))
    return logo.kept_logo(file)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_known_kind_becomes_a_png_of_our_size(kind: str, tmp_path: Path) -> None:
    found = drawn(picture(kind), tmp_path)
    with Image.open(BytesIO(found.png)) as image:
        assert (image.format, image.size) == ("PNG", (found.width, found.height))
    assert found.width == logo.SIDE
    assert abs(found.height - logo.SIDE / 3) <= 1


def test_nothing_of_the_file_but_its_pixels_is_kept(tmp_path: Path) -> None:
    told = PngInfo()
    told.add_text("Comment", SECRET)
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = 6  # lies on its side
    for data in (picture("PNG", pnginfo=told), picture("JPEG", exif=exif)):
        assert SECRET.encode() in data or b"Exif" in data
        found = drawn(data, tmp_path)
        with Image.open(BytesIO(found.png)) as image:
            assert not image.info
            assert not image.getexif()
    assert found.height == logo.SIDE  # turned as it was meant


def head(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


BAD = {
    "a drawing program": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "no picture of a kind"),
    "a moving picture": (picture("GIF"), "no picture of a kind"),
    "nothing": (b"", "no picture of a kind"),
    "a bomb": (head(60_000, 60_000), "more than 20 megapixels"),
    "a large one": (head(5000, 4001), "more than 20 megapixels"),
    "a dot": (picture("PNG", (31, 400)), "too small"),
    "half of one": (picture("JPEG")[:600], "damaged"),
    "a head alone": (head(400, 400), "damaged"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_picture_or_too_large_a_one_is_refused_in_words(what: str) -> None:
    data, says = BAD[what]
    with pytest.raises(DomainError) as refused:
        draw_anew(data)
    assert says in refused.value.message.format(**refused.value.params)
