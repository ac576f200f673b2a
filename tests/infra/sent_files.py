"""Files as people send them: pictures of all sorts, films, programs; and how they are sent in parts."""

import struct
import zlib
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pillow_heif
from PIL import Image
from starlette.testclient import TestClient

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 4000
EXE = b"MZ\x90\0\3\0\0\0" + b"\0" * 500
WHERE = "55.75, 37.61"


def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 600), turned: int = 0) -> bytes:
    """A picture that says where it was taken, and which way up it is to be held."""
    written = BytesIO()
    image = Image.new("RGB", size, "#2456a6")
    image.paste("#d8a31a", (0, 0, size[0] // 3, size[1] // 3))
    exif = Image.Exif()
    exif[0x010E] = WHERE
    if turned:
        exif[0x0112] = turned
    image.save(written, kind, exif=exif)
    return written.getvalue()


def heic(size: tuple[int, int] = (640, 480)) -> bytes:
    """What an iPhone photographs."""
    written = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "#2456a6")).save(written)
    return written.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    line = zlib.compress(b"\0" * (side // 8 + 1) * 2000, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", line) + chunk(b"IEND", b"")


class Sender:
    """Sends a file as the browser does."""

    def __init__(self, browser: TestClient) -> None:
        self.browser, self._count = browser, 0

    def begin(self, name: str, size: int, client_id: str = "") -> Any:
        """The answer to the beginning."""
        self._count += 1
        asked = f"/files/upload?id={client_id or f'browser{self._count}'}&size={size}"
        return self.browser.post(asked, headers={"X-File-Name": quote(name)})

    def part(self, key: str, offset: int, piece: bytes) -> Any:
        """The answer to a part."""
        return self.browser.post(f"/files/upload/{key}/part?offset={offset}", content=piece)

    def finish(self, key: str) -> Any:
        """The answer to the end."""
        return self.browser.post(f"/files/upload/{key}/finish")

    def send(self, name: str, content: bytes, at_once: int = 1024 * 1024) -> Any:
        """The answer to the end of a file sent in parts, or to what was refused before."""
        answer = self.begin(name, len(content))
        if answer.status_code != 200:
            return answer
        key = answer.json()["key"]
        for offset in range(0, len(content), at_once):
            part = self.part(key, offset, content[offset : offset + at_once])
            if part.status_code != 200:
                return part
        return self.finish(key)

    def sent(self, name: str, content: bytes) -> dict[str, Any]:
        """What was kept."""
        answer = self.send(name, content)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["file"])
