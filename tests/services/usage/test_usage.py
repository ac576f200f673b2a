"""The use of the journal: whose it is to see, what is counted, how many queries it takes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Select, delete, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import NotAllowed, NotFound
from ejournal.integrations.workbook.report import write_report
from ejournal.models import (
    Account,
    Acknowledgement,
    Guardianship,
    Lesson,
    Mark,
    Opening,
    OpeningKind,
    Person,
    Remark,
    RemarkTone,
)
from ejournal.models.base import table
from ejournal.services.registration.standing import State
from ejournal.services.usage import families
from ejournal.services.usage.families import families_use
from ejournal.services.usage.school import Part, PartUse, school_use
from ejournal.services.usage.sheet import families_sheet, school_sheet
from ejournal.services.usage.signs import Signs
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.reports.reports_helpers import give_marks

MONDAY = date(2026, 11, 16)


def came(cast: Cast, *names: str) -> None:
    for name in names:
        cast.accounts[name].last_seen_at = clock.now()
        cast.session.add(cast.accounts[name])
    cast.session.flush()


def test_a_class_teacher_sees_the_own_class_and_who_of_it_never_came(cast: Cast) -> None:
    came(cast, "guardian")
    found = families_use(cast.session, cast.actor("class_teacher"), cast.classes["6b"].id, named=True)
    assert (found.whole.families, found.whole.came, found.whole.never) == (3, 1, 1)
    assert [one.title for one in found.classes] == ["6 «Б»"]
    assert [(one.pupil, [(g.name, g.state) for g in one.guardians]) for one in found.never] == [
        ("Зайцев Илья Андреевич", [("Зайцев Андрей Юрьевич", State.NEVER_CAME)]),
        ("Петров Глеб Маратович", []),
    ]
    with pytest.raises(NotFound):
        families_use(cast.session, cast.actor("class_teacher"), cast.classes["6v"].id)


def test_of_those_whose_class_it_is_not_nothing_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    read = families.read_signs
    asked: list[set[int]] = []

    def reading(session: Session, actor: Actor, of_people: Select[Any] | Sequence[int]) -> dict[int, Signs]:
        ids = session.scalars(of_people) if isinstance(of_people, Select) else of_people
        asked.append({*ids})
        return read(session, actor, of_people)

    monkeypatch.setattr(families, "read_signs", reading)
    ward = table(Guardianship).c
    for who, class_id in (("class_teacher", None), ("deputy", cast.classes["6b"].id), ("deputy", None)):
        families_use(cast.session, cast.actor(who), class_id)
    own = {cast.id_of(one) for one in ("pupil", "classmate", "arrived")}
    of_class = {*cast.session.scalars(select(ward.guardian_id).where(ward.pupil_id.in_(own)))}
    school_id = cast.schools["a"].id
    of_school = {*cast.session.scalars(select(ward.guardian_id).where(ward.school_id == school_id))}
    assert asked == [of_class, of_class, of_school]
    assert of_class < of_school


def test_that_the_names_were_looked_at_is_written_down_and_numbers_are_not(cast: Cast) -> None:
    number = cast.classes["6b"].id or 0

    def opened() -> list[tuple[OpeningKind, int]]:
        return [(one.kind, one.subject_id) for one in cast.session.scalars(select(Opening))]

    families_use(cast.session, cast.actor("class_teacher"), number)
    assert opened() == []
    families_use(cast.session, cast.actor("class_teacher"), number, named=True)
    assert opened() == [(OpeningKind.NEWCOMERS, number)]


def test_teachers_families_and_strangers_to_the_class_see_nothing(cast: Cast) -> None:
    for name in ("teacher", "admin", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            families_use(cast.session, cast.actor(name))
    for name in ("teacher", "admin", "class_teacher", "guardian"):
        with pytest.raises(NotAllowed):
            school_use(cast.session, cast.actor(name))


def test_delays_are_counted_by_days_and_the_mean_is_theirs(cast: Cast) -> None:
    days = [date(2026, 11, 9), date(2026, 11, 11), MONDAY, date(2026, 11, 18)]
    give_marks(cast, "russian", "pupil", "5454", days)
    for day, late in zip(days, (0, 1, 3, 4), strict=True):
        at = datetime.combine(day + timedelta(late), datetime.min.time(), cast.made_at.tzinfo)
        cast.session.execute(
            update(Mark)
            .where(Mark.lesson_id == cast.lesson("russian", day).id)  # type: ignore[arg-type]
            .values(created_at=at + timedelta(hours=12))
        )
    found = school_use(cast.session, cast.actor("deputy"))
    assert found is not None
    one = found.delays
    assert (one.same_day, one.next_day, one.in_time, one.late) == (1, 1, 1, 1)
    assert (one.share_in_time, found.mean_delay) == (Decimal("75.00"), Decimal("2.00"))
    assert found.complete == sum(not line.lacks for line in found.teachers)


@pytest.mark.parametrize(
    ("zone", "hour", "days"),
    [
        ("Asia/Vladivostok", 13, (1, 0, 0, 0)),
        ("Asia/Vladivostok", 14, (0, 1, 0, 0)),  # midnight there is 14:00 by Greenwich
        ("Asia/Vladivostok", 23, (0, 1, 0, 0)),
        ("America/New_York", 27, (1, 0, 0, 0)),
        ("America/New_York", 29, (0, 1, 0, 0)),
    ],
)
def test_a_mark_is_of_the_day_on_the_clock_of_the_school(
    cast: Cast, zone: str, hour: int, days: tuple[int, ...]
) -> None:
    give_marks(cast, "russian", "pupil", "5", [MONDAY])
    at = datetime.combine(MONDAY, datetime.min.time(), cast.made_at.tzinfo) + timedelta(hours=hour)
    cast.session.execute(update(Mark).values(created_at=at))
    # The year, since within it the clocks of New York are set back.
    year = f"{cast.years['a'].id}.year"
    found = school_use(cast.session, replace(cast.actor("deputy"), time_zone=zone), year)
    assert found is not None
    one = found.delays
    assert (one.same_day, one.next_day, one.in_time, one.late) == days
    line = next(one for one in found.teachers if one.teacher_id == cast.id_of("teacher"))
    assert line.delay == days[1]


def test_what_is_used_is_told_from_what_is_not(cast: Cast) -> None:
    lesson = cast.lesson("russian", MONDAY)
    cast.session.execute(update(Lesson).where(Lesson.id == lesson.id).values(topic="Корень"))  # type: ignore[arg-type]
    cast.session.add(
        Remark(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, pupil_id=cast.id_of("pupil"), day=MONDAY,
            tone=RemarkTone.PRAISE, text="Молодец", author_id=cast.id_of("teacher"), created_at=clock.now(),
        )
    )  # fmt: skip
    cast.session.add(
        Acknowledgement(
            school_id=lesson.school_id, pupil_id=cast.id_of("pupil"), guardian_id=cast.id_of("guardian"),
            week=MONDAY, at=datetime(2026, 11, 19, 21, 30, tzinfo=cast.made_at.tzinfo),
        )
    )  # fmt: skip
    cast.session.flush()
    found = school_use(cast.session, cast.actor("deputy"))
    assert found is not None
    used = {one.part: one for one in found.parts}
    assert used[Part.TOPICS] == PartUse(Part.TOPICS, 1, MONDAY)
    assert used[Part.REMARKS] == PartUse(Part.REMARKS, 1, MONDAY)
    # Half past nine in the evening by Greenwich is the next day in Moscow.
    assert used[Part.ACKNOWLEDGED] == PartUse(Part.ACKNOWLEDGED, 1, DAY)
    assert used[Part.TALKS] == PartUse(Part.TALKS, 0, None)


def test_a_larger_school_takes_the_same_queries(cast: Cast) -> None:
    counts = []
    school_use(cast.session, cast.actor("deputy"))  # the calendar is kept from here on
    for more in (0, 30):
        for n in range(more):
            person = Person(school_id=cast.people["pupil"].school_id, last_name=f"Р{n}", first_name="Б")
            cast.session.add(person)
            cast.session.flush()
            cast.session.add(
                Guardianship(
                    school_id=person.school_id, guardian_id=person.id or 0, pupil_id=cast.id_of("pupil")
                )
            )
        cast.session.flush()
        with counted_queries(cast.session) as queries:
            school_use(cast.session, cast.actor("deputy"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_the_sheet_has_the_numbers_of_the_page(cast: Cast) -> None:
    came(cast, "guardian", "other_guardian")
    head = cast.actor("deputy")
    found = school_use(cast.session, head)
    assert found is not None
    sheet = school_sheet(found, "ru")
    assert sheet.title == "Как пользуются журналом, II четверть 2026/2027"
    assert "За этот период отметок не вносили" in sheet.facts
    whole, span, *rest = sheet.facts[2:]
    assert whole.startswith("Семей: 5. Кто-то приходил из 3 (60,0 %), за последние 4 недели из ")
    assert span == "Семьи: на 20.11.2026, недавно — за последние 4 недели"
    assert rest[-1].startswith("Кто здесь работает")
    rows = CalamineWorkbook.from_filelike(BytesIO(write_report(sheet))).get_sheet_by_index(0).to_python()
    assert rows[-1][:2] == ["Все", 5]
    of_class = families_sheet(families_use(cast.session, head, cast.classes["6v"].id), "6 «В»", "ru")
    assert of_class.title == "Как пользуются семьи, 6 «В»"
    assert [line[0] for line in of_class.tables[0].lines] == ["6 «В»"]
    assert of_class.facts[-1].startswith("Кто здесь работает")


def test_a_school_without_families_has_no_shares(cast: Cast) -> None:
    cast.session.execute(delete(Guardianship))
    cast.session.execute(update(Account).values(last_seen_at=None))
    found = families_use(cast.session, cast.actor("deputy"))
    assert (found.whole.families, found.whole.without_guardians, found.whole.came) == (5, 5, 0)
