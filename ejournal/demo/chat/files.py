"""What was sent along in the demo: a photograph of the stage's house, notes of two days, a form."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ejournal.demo.store import Store
from ejournal.integrations.storage.store import store as bytes_store
from ejournal.lazily import Lazily
from ejournal.models import FileKind, FileUse, FileUser, StoredFile
from ejournal.services.files.keeping import blob_name, preview_name

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFilter
    from reportlab.pdfgen import canvas

    from ejournal.integrations.storage import drawing
    from ejournal.printouts import paper
else:
    Image, ImageDraw, ImageFilter = (Lazily(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFilter"))
    canvas = Lazily("reportlab.pdfgen.canvas")
    drawing = Lazily("ejournal.integrations.storage.drawing")
    paper = Lazily("ejournal.printouts.paper")

HOUSE, NOTE, TRIP, MEALS = "house", "note", "trip", "meals"
NAMES = {
    HOUSE: "Домик.jpg",
    NOTE: "Памятка к репетиции.pdf",
    TRIP: "Памятка к поездке в музей.pdf",
    MEALS: "Заявление на питание.pdf",
}
SIZE = (1600, 1200)
LINES = {
    NOTE: (
        "Репетиция «Теремка»",
        "",
        "Суббота, 11:00–12:30, актовый зал.",
        "С собой: костюм, сменная обувь, вода.",
        "Сцены 1–3 начинаем в 11:00, сцены 4–6 в 11:40.",
        "Декорации переносим вместе в 10:45.",
        "Детей можно забрать у входа в зал.",
    ),
    TRIP: (
        "Поездка в краеведческий музей",
        "",
        "Сбор у главного входа сразу после уроков.",
        "С собой: вода, перекус, сменная обувь для музея.",
        "Едем на школьном автобусе, класс ведут двое взрослых.",
        "Возвращаемся к шести, детей можно встретить у школы.",
    ),
    MEALS: (
        "Заявление на горячее питание",
        "",
        "Прошу обеспечить горячим питанием моего ребёнка",
        "_________________________________, класс ________",
        "завтрак / обед (нужное подчеркнуть) с ____________.",
        "",
        "Дата ____________      Подпись ____________",
    ),
}


@dataclass(frozen=True, slots=True)
class _Made:
    content: Path
    preview: Path | None
    values: Mapping[str, Any]


def show(
    store: Store, school_id: int, by: tuple[FileUser, int], owner: int, at: datetime, what: str,
    place: int = 0,
) -> None:  # fmt: skip
    """Let the row show the file."""
    with tempfile.TemporaryDirectory(prefix="ejournal-demo-") as folder:
        made = _house(Path(folder)) if what == HOUSE else _note(Path(folder), LINES[what])
        content = made.content.read_bytes()
        blob = blob_name(school_id, hashlib.sha256(content).hexdigest())
        bytes_store().put(blob, made.content)
        if made.preview:
            bytes_store().put(preview_name(blob), made.preview)
    file_id = store.add(
        StoredFile, school_id=school_id, key=f"demo-{by[0].value}-{by[1]}-{what}", owner_id=owner,
        name=NAMES[what], size=len(content), sha256=blob.rpartition("/")[2], at=at, used_at=at,
        has_preview=bool(made.preview), **made.values,
    )  # fmt: skip
    store.add(
        FileUse,
        school_id=school_id,
        file_id=file_id,
        user=by[0],
        row_id=by[1],
        place=place,
    )


def _note(folder: Path, lines: Sequence[str]) -> _Made:
    file = folder / "note.pdf"
    paper.load_fonts()
    page = canvas.Canvas(str(file), pagesize=(420, 297), invariant=True)
    for number, line in enumerate(lines):
        page.setFont(paper.BOLD if number == 0 else paper.REGULAR, 17 if number == 0 else 13)
        page.drawString(40, 240 - 24 * number, line)
    page.save()
    return _Made(file, None, {"kind": FileKind.PDF, "media_type": "application/pdf"})


def _house(folder: Path) -> _Made:
    taken, drawn, preview = (folder / name for name in ("taken.png", "drawn", "preview"))
    _painted().save(taken, "PNG")
    told = drawing.draw(taken, drawn, preview)
    return _Made(drawn, preview, {"kind": FileKind.PICTURE, **told})


def _painted() -> "Image.Image":
    """A house of cardboard on the stage's floor, before a curtain."""
    picture = Image.new("RGB", SIZE, "#7d2b2f")
    draw = ImageDraw.Draw(picture)
    for left in range(0, SIZE[0], 100):  # the curtain's folds
        draw.rectangle((left, 0, left + 44, 900), fill="#8c353a")
    draw.rectangle((0, 880, *SIZE), fill="#b98a58")
    for top in range(910, SIZE[1], 70):  # boards
        draw.line((0, top, SIZE[0], top), fill="#9d7447", width=5)
    draw.polygon([(330, 1010), (1270, 1010), (1330, 1050), (390, 1050)], fill="#8a6238")  # its shadow
    draw.rectangle((390, 480, 1210, 1030), fill="#c9965c")
    for top in range(480, 1030, 55):  # logs
        draw.line((390, top, 1210, top), fill="#a97840", width=8)
    draw.polygon([(310, 500), (800, 170), (1290, 500)], fill="#3f6b4f")
    draw.polygon([(400, 470), (800, 205), (1200, 470)], fill="#4f8262")
    draw.rectangle((700, 690, 900, 1030), fill="#6b4423")
    draw.ellipse((860, 850, 885, 875), fill="#e0c15a")
    for left in (470, 980):
        draw.rectangle((left, 650, left + 150, 820), fill="#f4e6b2", outline="#5a3a1c", width=12)
        draw.line((left + 75, 650, left + 75, 820), fill="#5a3a1c", width=9)
        draw.line((left, 735, left + 150, 735), fill="#5a3a1c", width=9)
    draw.ellipse((740, 320, 860, 440), fill="#f4e6b2", outline="#5a3a1c", width=12)
    return picture.filter(ImageFilter.GaussianBlur(1.6))
