"""The list of a class as a spreadsheet; who takes it is written into the audit trail."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.list_sheet import Cell, write_list
from ejournal.models import OpeningKind
from ejournal.services.base.contacts import phone_shown
from ejournal.services.people.class_list import ClassPupil, class_list, note_download

HEADS = (
    "No.", "Pupil", "Birth date", "Phone", "E-mail", "Groups",
    "Guardian", "Who it is to the child", "Guardian's phone", "Guardian's e-mail", "Limit",
)  # fmt: skip
WIDTHS = (5, 34, 12, 18, 26, 24, 34, 16, 18, 26, 34)


@route("/print/class-list.xlsx", Permission.CLASS_READ, writes=True)
def class_list_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The pupils of ?class=…, a row for each guardian."""
    asked = request.query_params.get("class", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise NotFound
    title, pupils = class_list(session, actor, int(asked), OpeningKind.CLASS_SHEET)
    note_download(session, actor, int(asked))
    lines = [line for number, one in enumerate(pupils, 1) for line in _lines(number, one, actor.locale)]
    heads = [gettext(actor.locale, head) for head in HEADS]
    return File(f"class-{asked}.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, WIDTHS))


def _lines(number: int, one: ClassPupil, locale: str) -> list[list[Cell]]:
    pupil: list[Cell] = [
        number, one.name, one.birth_date or "", phone_shown(one.phone), one.email, ", ".join(one.groups),
    ]  # fmt: skip
    families: list[list[Cell]] = [
        [
            guardian.name,
            guardian.relation,
            phone_shown(guardian.phone),
            guardian.email,
            gettext(locale, "a court's limit: tell nothing of the child") if guardian.limited else "",
        ]
        for guardian in one.guardians
    ]
    return [[*pupil, *family] for family in families] or [[*pupil, *[""] * 5]]
