"""News of the matrix's world: out, with what is said under them, and being written."""

from dataclasses import dataclass
from datetime import timedelta

from ejournal import clock
from ejournal.models import PartKind, Role
from ejournal.services.audience.parts import Part
from ejournal.services.news import comments, drafts, publishing
from ejournal.services.news.drafts import Filled
from tests.cast import Cast
from tests.infra.laid_files import laid

TITLE = "Новость «{}»"
NEWS = ("6b", "staff", "b")
COMMENT = "Отклик «{}»"


@dataclass
class PlantedNews:
    """By name the items, the comments under them, the keys of files of items."""

    items: dict[str, int]
    comments: dict[str, int]
    files: dict[str, str]


def plant_news(cast: Cast) -> PlantedNews:
    """Items of a class teacher, of the deputy head and of school B; one withdrawn, one public, drafts."""
    session, later = cast.session, clock.now() + timedelta(hours=1)
    of_class, of_b = (Part(PartKind.CLASS, str(cast.classes[name].id)) for name in ("6b", "6b_b"))
    teachers = Part(PartKind.ROLE, Role.TEACHER.value)
    written = {
        "6b": ("class_teacher", of_class),
        "staff": ("deputy", teachers),
        "b": ("teacher_b", of_b),
        "withdrawn": ("deputy", of_class),
        "public": ("director", of_class),
        "draft": ("deputy", teachers),
        "draft_6b": ("class_teacher", of_class),
    }
    files = {
        name: laid(session, cast.actor(written[name][0]), f"news {name}") for name in (*NEWS, "withdrawn")
    }
    items = {}
    for name, (who, part) in written.items():
        actor = cast.actor(who)
        number = drafts.begin(session, actor, later).id or 0
        drafts.add_part(session, actor, number, part)
        filled = Filled(
            TITLE.format(name), "Читайте", must=True, comments=True, is_public=name == "public",
            files=(files[name],) if name in files else (), photos=True,
        )  # fmt: skip
        drafts.fill(session, actor, number, filled, later)
        if not name.startswith("draft"):
            publishing.publish(session, actor, number, later)
        items[name] = number
    publishing.withdraw(session, cast.actor("deputy"), items["withdrawn"])
    said = {
        name: comments.say(session, cast.actor(who), items[where], COMMENT.format(name), later)
        for name, who, where in (
            ("guardian", "guardian", "6b"), ("hidden", "guardian", "6b"), ("b", "pupil_b", "b")
        )
    }  # fmt: skip
    comments.hide(session, cast.actor("class_teacher"), said["hidden"], "Не по делу", later)
    return PlantedNews(items, said, {f"news_{name}": key for name, key in files.items()})
