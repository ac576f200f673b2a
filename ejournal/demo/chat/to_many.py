"""What the school wrote to many in the last days: a class teacher asks, the deputy head tells all parents."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from ejournal.demo.chat import files
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, Klass, World, moment
from ejournal.models import (
    FileUser,
    MassMessage,
    MessageAsks,
    MessageChild,
    MessagePart,
    MessageReader,
    MessageState,
    OutboxNotice,
    PartKind,
    Person,
    Role,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.messages.sending import message_notice, news_of

TRIP = (
    "Музей в пятницу",
    "Здравствуйте! В пятницу после уроков едем в краеведческий музей, вернёмся к шести. Поедет ли {ребёнок}?",
)
FLU = (
    "Начинается сезон гриппа",
    "Если у {ребёнка} температура, оставьте {про ребёнка} дома и сообщите об отсутствии в дневнике.",
)
ANSWERED, SEEN = 2, 3
"""One of so many has answered; of those who have read nothing all but one of so many have seen it."""


def add_messages(store: Store, world: World) -> None:
    """Write to the parents of the demo class; to all parents, who confirm it."""
    klass = world.main_class
    last = max(world.filled_until, world.days.starts)
    if klass.teacher is not None and klass.pupils:
        asked = {"asks": MessageAsks.ANSWER, "options": ["Да", "Нет"]}
        _send(store, world, klass.teacher.id, TRIP, [klass], moment(last, 9, 40), asked, files.TRIP)
    before = last - timedelta(days=1)
    deputy = world.staff[Role.DEPUTY.value]
    _send(store, world, deputy, FLU, world.classes, moment(before, 15, 5), {"asks": MessageAsks.CONFIRM})


def _send(
    store: Store, world: World, author: int, said: tuple[str, str], classes: list[Klass], at: datetime,
    more: dict[str, Any], file: str = "",
) -> None:  # fmt: skip
    at = min(at, world.now)
    of_school = {"school_id": world.school_id}
    title, words = said
    values: dict[str, Any] = {
        **of_school, "author_id": author, "state": MessageState.SENT, "title": title, "words": words,
        "made_at": at, "sent_at": at, **more,
    }  # fmt: skip
    number = store.add(MassMessage, **values)
    to_all = classes is world.classes
    kind = PartKind.ROLE if to_all else PartKind.CLASS
    what: dict[str, Any] = {"role": Role.GUARDIAN} if to_all else {"class_id": classes[0].id}
    store.add(MessagePart, **of_school, message_id=number, kind=kind, **what)
    found: dict[int, dict[int, int]] = {}
    for klass in classes:
        for pupil in klass.pupils:
            for guardian in pupil.guardians if pupil.present_in_class(world.today) else ():
                found.setdefault(guardian, {})[pupil.id] = klass.id
    if file:
        files.show(store, world.school_id, (FileUser.MASS_MESSAGE, number), author, at, file)
    _read(store, world, MassMessage(**values, id=number), found, at, count=1 if file else 0)


def _read(
    store: Store,
    world: World,
    message: MassMessage,
    found: dict[int, dict[int, int]],
    at: datetime,
    count: int,
) -> None:
    """Most have seen it, half have answered; the demo's parent has not."""
    store.flush()
    author = store.session.get_one(Person, message.author_id)
    name = short_name(author.last_name, author.first_name, author.middle_name)
    news = news_of(message, name, _day(at), count)
    looked, asks_class = _last_read(store, world.school_id), message.asks is MessageAsks.ANSWER
    for place, (person_id, children) in enumerate(sorted(found.items())):
        late = min(at + timedelta(minutes=7 * (place % 60) + 3), world.now)
        is_seen = looked[person_id] >= at if person_id in looked else place % SEEN > 0
        seen = late if is_seen else None
        behind = person_id == world.cast["parent"] and asks_class
        answered = seen if seen is not None and place % ANSWERED == 0 and not behind else None
        of_message = {"school_id": world.school_id, "message_id": message.id, "person_id": person_id}
        store.add(
            MessageReader, **of_message, seen_at=seen, answered_at=answered,
            answer=None if answered is None else place % 5 // 4 if asks_class else 0,
        )  # fmt: skip
        for pupil_id, class_id in children.items():
            store.add(MessageChild, **of_message, pupil_id=pupil_id, class_id=class_id)
        notice = message_notice(message, person_id, news, at)
        store.add(OutboxNotice, **notice | {"read_at": seen})


def _last_read(store: Store, school_id: int) -> dict[int, datetime]:
    """Of when the newest notice is that somebody has read: what came before it was read too."""
    notice = table(OutboxNotice).c
    rows = store.session.execute(
        select(notice.recipient_id, func.max(notice.created_at).label("at"))
        .where(notice.school_id == school_id, notice.read_at.is_not(None))
        .group_by(notice.recipient_id)
    )
    return {row.recipient_id: row.at for row in rows}


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
