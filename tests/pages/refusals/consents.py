"""What is refused where documents of consents are written, and papers entered."""

from typing import Any

from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import ConsentKind, ConsentPurpose
from ejournal.pages.consents.state import ConsentTextsState
from ejournal.pages.consents_register.state import RegisterState
from ejournal.services.consents import publishing
from ejournal.services.consents.documents import documents_in_force, plant_samples
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.pages.refusals import Page, Refusal, Step, do, refused

FORM = {"name": "Буфет", "title": "Питание", "text": "Имя.", "refusal": "Ничего.", "asks_children": "on"}
NEW = do("open_new")


def _planted(cast: Cast, *, drafts: bool) -> str:
    """The number of the first purpose of the school, which has its documents from now on."""
    with session_scope() as session:
        school_id = cast.people["admin"].school_id
        plant = plant_samples if drafts else publish_samples
        data = select(ConsentPurpose.id).where(ConsentPurpose.kind == ConsentKind.DATA)
        if session.scalars(data).first() is None:
            plant(session, school_id)
        return str(session.scalars(data).one())


def _purpose(name: str, *, drafts: bool = False) -> Step:
    return Step(name, lambda cast, _state: {"purpose_id": _planted(cast, drafts=drafts)})


def written(message: str, **fields: str) -> Refusal:
    return refused(message, NEW, do("save", form=FORM | fields))


def _many(cast: Cast, _state: Any) -> dict[str, Any]:
    with session_scope() as session:
        for number in range(publishing.MOST_PURPOSES):
            session.add(ConsentPurpose(school_id=cast.people["admin"].school_id, name=f"Цель {number}"))
    return {"form": FORM | {"name": "Ещё одна"}}


def _closed_meanwhile(cast: Cast, state: Any) -> dict[str, Any]:
    with session_scope() as session:
        if session.get_one(ConsentPurpose, state._purpose_id).closed_at is None:
            publishing.close_purpose(session, cast.actor("admin"), state._purpose_id)
    return {}


def _changed_meanwhile(_cast: Cast, state: Any) -> dict[str, Any]:
    state._seen = "x"
    return {}


OPEN_DRAFT = _purpose("open_draft")
SAME = Step("save", lambda _cast, state: {"form": vars(state.draft) | {"required": ""}})
ASK = _purpose("ask_to_publish")
TEXTS = Page(
    ConsentTextsState,
    "admin",
    lambda _cast: "/consents",
    (
        written("Choose whom it asks", asks_children=""),
        refused("There is such a purpose already", NEW, do("save", form=FORM), NEW, do("save", form=FORM)),
        refused("This is word for word the version in force", OPEN_DRAFT, SAME, ASK, do("publish")),
        refused("There is no draft any more", _purpose("ask_to_drop"), do("drop"), do("drop")),
        refused(
            "The draft has changed meanwhile: look through it once more",
            OPEN_DRAFT, SAME, ASK, Step("publish", _changed_meanwhile),
        ),
        refused(
            "Nothing of this purpose was published: throw the draft away instead",
            NEW, do("save", form=FORM | {"name": "Кружки"}),
            Step("ask_to_close", lambda _cast, state: {"purpose_id": state.purposes[-1].id}), do("close"),
        ),
        refused("This purpose is closed", _purpose("ask_to_close"), Step("close", _closed_meanwhile)),
        refused("At most {most} purposes: close one that is not needed", NEW, Step("save", _many)),
    ),
)  # fmt: skip
SAMPLES = Page(
    ConsentTextsState,
    "director",
    lambda _cast: "/consents",
    (
        refused(
            "Fill in what stands in square brackets first",
            _purpose("ask_to_publish", drafts=True), do("publish"),
        ),
    ),
)  # fmt: skip


def _question(cast: Cast, state: Any) -> dict[str, Any]:
    _planted(cast, drafts=False)
    with session_scope(writing=False) as session:
        document = documents_in_force(session, cast.people["admin"].school_id)[0]
    return {"person": str(cast.id_of("guardian")), "key": f"{document.id}-{cast.id_of('pupil')}"}


def entered(message: str, **form: str) -> Refusal:
    return refused(message, Step("open_paper", _question), do("enter_paper", form=form))


REGISTER = Page(
    RegisterState,
    "class_teacher",
    lambda _cast: "/consents/register",
    (
        entered("There is no consent to take back", says="withdrawn", day="2026-11-18"),
        entered("A day until today", says="given", day="2026-11-21"),
        entered("A day until today", says="given", day=""),
        entered("Choose from the list", day="2026-11-18"),
    ),
)
PAGES = (TEXTS, SAMPLES, REGISTER)
