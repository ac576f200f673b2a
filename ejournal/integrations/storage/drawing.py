"""A picture drawn anew: upright, without what the file said besides its pixels; and a small one of it.

`python -m ejournal.integrations.storage.drawing FILE DRAWN PREVIEW` is the process in which that is done: a
picture made to do harm can cost neither memory nor time of ours, and no save of a mark waits for it.
"""

import json
import os
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence
from pillow_heif import register_heif_opener

from ejournal.disk import NO_ROOM
from ejournal.integrations.storage.picture_words import DAMAGED, MOST_MEGAPIXELS, TOO_LARGE

MEMORY_MB, CPU_S, NICE = 1024, 60, 10
SIDE, PREVIEW_SIDE = 4000, 720
"""The longer side of what is kept, and of what is shown among other things, in pixels."""
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")

_FAULTS = (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, LookupError, MemoryError)
"""What Pillow raises at pictures that are none, or broken."""


class Refused(Exception):
    """The picture is not drawn: a message id."""


def draw(source: Path, drawn: Path, preview: Path) -> dict[str, object]:
    """Draw the picture and a small one into the two files; what it is now. Refused in words."""
    try:
        with Image.open(source, formats=KINDS) as image:
            if image.width * image.height > MOST_MEGAPIXELS * 1_000_000:
                raise Refused(TOO_LARGE)
            image.draft("RGB", (SIDE, SIDE))  # of a JPEG no more is unpacked than is needed
            first = next(iter(ImageSequence.Iterator(image)))
            turned = ImageOps.exif_transpose(first)
            turned.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            clean = _clean(turned)
    except Image.DecompressionBombError:
        raise Refused(TOO_LARGE) from None
    except _FAULTS:
        raise Refused(DAMAGED) from None
    return _written(clean, drawn, preview)


def _written(clean: Image.Image, drawn: Path, preview: Path) -> dict[str, object]:
    has_holes = clean.mode == "RGBA"
    if has_holes:
        clean.save(drawn, "PNG", optimize=True)
    else:
        clean.save(drawn, "JPEG", quality=88, optimize=True, progressive=True)
    small = clean.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    small.save(preview, "WEBP", quality=78)
    kind = "image/png" if has_holes else "image/jpeg"
    return {"media_type": kind, "width": clean.width, "height": clean.height}


def _clean(image: Image.Image) -> Image.Image:
    """The pixels alone, in true colours; transparent where the picture is."""
    sees_through = "A" in image.getbands() or "transparency" in image.info
    pixels = image.convert("RGBA" if sees_through else "RGB")
    if sees_through and pixels.getchannel("A").getextrema() == (255, 255):
        pixels = pixels.convert("RGB")
    made = Image.new(pixels.mode, pixels.size)
    made.paste(pixels)
    return made


def _limit() -> None:
    """Whatever comes, this process takes no more than it is given, and nobody waits for it."""
    megabytes = MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes, megabytes))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    os.nice(NICE)


def main(source: str, drawn: str, preview: str) -> dict[str, object]:
    """What became of the picture, the message of what is wrong with it, or that the disk is full."""
    register_heif_opener(thumbnails=False)
    try:
        return draw(Path(source), Path(drawn), Path(preview))
    except Refused as refused:
        return {"message": str(refused)}
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return {"full": str(error)}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(main(*sys.argv[1:4])))
