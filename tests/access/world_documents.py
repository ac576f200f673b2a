"""Documents of the matrix's world, each asking somebody; a draft; a line of the register."""

from sqlalchemy import select

from ejournal import clock
from ejournal.models import DocumentReader, PartKind, Role, Whom
from ejournal.models.base import table
from ejournal.services.audience.parts import Part
from ejournal.services.documents import drafts, publishing
from ejournal.services.documents.drafts import Filled
from tests.cast import Cast
from tests.infra.laid_files import laid

TITLE = "Документ «{}»"
_reader = table(DocumentReader).c


def plant_documents(cast: Cast) -> tuple[dict[str, int], dict[str, int], dict[str, str]]:
    """The documents by name; by name the first line of each register; by name what each shows."""
    to = {
        "6b": ("deputy", Part(PartKind.CLASS, str(cast.classes["6b"].id)), Whom.GUARDIANS),
        "staff": ("director", Part(PartKind.ROLE, Role.TEACHER.value), Whom.GUARDIANS),
    }
    files = {
        f"document_{name}": laid(cast.session, cast.actor(how[0]), f"document {name}")
        for name, how in to.items()
    }
    found = {name: _published(cast, name, *how, file=files[f"document_{name}"]) for name, how in to.items()}
    found["draft"] = _drafted(cast, "draft", *to["6b"], file="")
    lines = {
        name: cast.session.scalars(
            select(_reader.id).where(_reader.document_id == found[name]).order_by(_reader.id)
        ).first() or 0
        for name in to
    }  # fmt: skip
    return found, lines, files


def _drafted(cast: Cast, name: str, who: str, part: Part, whom: Whom, file: str) -> int:
    session, actor, now = cast.session, cast.actor(who), clock.now()
    number = drafts.begin(session, actor, now)
    drafts.add_part(session, actor, number, part)
    drafts.set_whom(session, actor, number, whom)
    filled = Filled(TITLE.format(name), "Слова документа", files=(file,) if file else ())
    drafts.fill(session, actor, number, filled, now)
    return number


def _published(cast: Cast, name: str, who: str, part: Part, whom: Whom, file: str) -> int:
    session, actor, number = cast.session, cast.actor(who), _drafted(cast, name, who, part, whom, file)
    publishing.publish(session, actor, number, publishing.check(session, actor, number).seen, clock.now())
    return number
