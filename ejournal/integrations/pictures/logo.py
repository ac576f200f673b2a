"""A school's emblem: a stranger's picture judged by its head, then drawn anew as a small PNG of ours."""

import base64
import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ejournal.errors import DomainError
from ejournal.lazily import Lazily

if TYPE_CHECKING:
    import PIL
    from PIL import Image, ImageOps
else:
    PIL = Lazily("PIL")
    Image = Lazily("PIL.Image")
    ImageOps = Lazily("PIL.ImageOps")

MEGABYTES = 2
SIDE = 512
"""The longer side of what is kept, in pixels."""
SMALLEST = 32
MOST_MEGAPIXELS = 20
KINDS = ("PNG", "JPEG", "WEBP")
"""No SVG: it is a program, not a picture."""
KEPT = ".logo"
DAMAGED = "This picture is damaged. Open it in a graphics program and save it anew"


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG without anything but its pixels."""

    png: bytes
    width: int
    height: int


def draw_anew(data: bytes) -> bytes:
    """The picture as JSON, for `restored_logo`; DomainError in words for what is none, or too large a one."""
    try:
        with Image.open(BytesIO(data), formats=KINDS) as image:
            _judge(*image.size)
            image.draft("RGB", (2 * SIDE, 2 * SIDE))  # of a JPEG no more is unpacked than is needed
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except PIL.UnidentifiedImageError:
        raise DomainError("This is no picture of a kind known here. Save it as PNG, JPEG or WebP") from None
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, KeyError, IndexError):
        raise DomainError(DAMAGED) from None
    turned.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", turned.size)  # what the file said besides its pixels stays behind
    clean.paste(turned)
    written = BytesIO()
    clean.save(written, "PNG", optimize=True)
    told = {
        "png": base64.b64encode(written.getvalue()).decode(),
        "width": clean.width,
        "height": clean.height,
    }
    return json.dumps(told).encode()


def _judge(width: int, height: int) -> None:
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    if min(width, height) < SMALLEST:
        raise DomainError("The picture is too small: {side} pixels on each side at least", side=SMALLEST)


def _too_many_pixels() -> DomainError:
    return DomainError("The picture has more than {limit} megapixels. Make it smaller", limit=MOST_MEGAPIXELS)


def keep_logo(file: Path, drawn: bytes) -> None:
    """Lay what was drawn anew beside the file."""
    file.with_name(file.name + KEPT).write_bytes(drawn)


def kept_logo(file: Path) -> Logo:
    """What lies beside the file."""
    told = json.loads(file.with_name(file.name + KEPT).read_bytes())
    return Logo(base64.b64decode(told["png"]), told["width"], told["height"])
