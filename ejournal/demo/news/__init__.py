"""News of the demo school: for all, for parents to acknowledge, for the staff; one is still being written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ejournal.demo.chat.files import HOUSE, show
from ejournal.demo.forum import ring
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, World, moment
from ejournal.models import (
    FileUser,
    NewsComment,
    NewsItem,
    NewsPart,
    NewsReader,
    NewsState,
    NoticeKind,
    PartKind,
    Role,
    Whom,
)
from ejournal.services.news.publishing import news_key

STAGE = (
    "Школьный театр приглашает на **«Теремок»**.\n\n"
    "- суббота, 12:00, актовый зал;\n- вход свободный, малышам понравится.\n\n"
    "Декорации сделали сами ребята из театрального кружка."
)
SAFETY = (
    "Уважаемые родители! Перед каникулами поговорите с детьми о правилах на льду и у дорог.\n\n"
    "> На лёд водоёмов не выходим, на велосипеде и самокате по дороге не едем.\n\n"
    "Отметьте, пожалуйста, что вы ознакомились."
)
BOOKS = "Учебники на второе полугодие выдаёт библиотека: *по классам*, расписание у кабинета 12."
COUNCIL = "Педсовет в четверг в 15:30, актовый зал. Тема: итоги четверти."
OPEN_DAY = "Ждём будущих первоклассников с родителями: покажем школу и ответим на вопросы."
RULES = "Правила безопасности на каникулах"
FAMILIES = (Role.GUARDIAN, Role.PUPIL)
ACKNOWLEDGED, OPENED = 2, 3
"""One of so many parents has acknowledged it; all but one of so many have opened it."""


def add_news(store: Store, world: World) -> None:
    """Publish some news, let parents acknowledge and ask, leave a draft."""
    deputy, director = world.staff[Role.DEPUTY.value], world.staff[Role.DIRECTOR.value]
    _put(store, world, director, 16, "День открытых дверей", OPEN_DAY, FAMILIES, is_public=True)
    books, _ = _put(store, world, deputy, 6, "Учебники на полугодие", BOOKS, FAMILIES, comments=True)
    _put(store, world, deputy, 3, "Педсовет в четверг", COUNCIL, (Role.TEACHER, Role.CLASS_TEACHER))
    safety, at = _put(store, world, deputy, 2, RULES, SAFETY, (Role.GUARDIAN,), must=True)
    stage, _ = _put(
        store, world, director, 1, "Премьера школьного театра", STAGE, (*FAMILIES, Role.TEACHER),
        is_public=True, pinned=True,
    )  # fmt: skip
    show(store, world.school_id, (FileUser.NEWS_ITEM, stage), director, _at(world, 1), HOUSE)
    _ask(store, world, books)
    _acknowledge(store, world, safety, at)
    told = {"news_id": safety, "title": RULES, "what": "out", "must": True, "files": 0}
    ring(store, world, world.cast["parent"], NoticeKind.NEWS, news_key(safety), at, **told)
    store.add(
        NewsItem, school_id=world.school_id, author_id=deputy, state=NewsState.DRAFT,
        title="Расписание кружков", words="С нового полугодия", whom=Whom.BOTH, made_at=world.now,
    )  # fmt: skip


def _at(world: World, back: int) -> datetime:
    day = world.now.astimezone(ZONE).date() - timedelta(days=back)
    return min(moment(day, 13, 15), world.now)


def _put(
    store: Store, world: World, author: int, back: int, title: str, words: str, roles: Sequence[Role],
    **more: Any,
) -> tuple[int, datetime]:  # fmt: skip
    at = _at(world, back)
    number = store.add(
        NewsItem, school_id=world.school_id, author_id=author, state=NewsState.OUT, title=title, words=words,
        whom=Whom.BOTH, made_at=at, out_at=at, **more,
    )  # fmt: skip
    for role in roles:
        store.add(NewsPart, school_id=world.school_id, news_id=number, kind=PartKind.ROLE, role=role)
    return number, at


def _ask(store: Store, world: World, number: int) -> None:
    said = {"school_id": world.school_id, "news_id": number}
    words = "А рабочие тетради тоже выдадут?"
    store.add(NewsComment, **said, author_id=world.cast["parent"], words=words, written_at=_at(world, 5))
    answer = "Тетради покупаем сами, список у классного руководителя."
    deputy = world.staff[Role.DEPUTY.value]
    store.add(NewsComment, **said, author_id=deputy, words=answer, written_at=_at(world, 4))


def _acknowledge(store: Store, world: World, number: int, at: datetime) -> None:
    """Half of the parents have; the demo's parent has not opened it."""
    parents = {
        guardian
        for klass in world.classes
        for pupil in klass.pupils
        for guardian in (pupil.guardians if pupil.present_in_class(world.today) else ())
    }
    for place, person_id in enumerate(sorted(parents - {world.cast["parent"]})):
        if place % OPENED == 0:
            continue
        seen = min(at + timedelta(minutes=11 * (place % 70) + 4), world.now)
        store.add(
            NewsReader, school_id=world.school_id, news_id=number, person_id=person_id, seen_at=seen,
            acknowledged_at=seen if place % ACKNOWLEDGED == 0 else None,
        )  # fmt: skip
