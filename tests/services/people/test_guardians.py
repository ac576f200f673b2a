"""Guardians: added, ended, limited; a limited one sees nothing of the child wherever it is asked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.access.standing import standing_of
from ejournal.errors import DomainError, NotFound
from ejournal.models import AttendanceCode, GuardianRights, OutboxNotice, Role
from ejournal.services.absences.announced import announce_absence
from ejournal.services.diary.acknowledgements import acknowledge_week, acknowledgements_of_class
from ejournal.services.diary.news import what_changed
from ejournal.services.diary.progress import year_span
from ejournal.services.diary.week import children, open_week
from ejournal.services.diary.year_results import year_results
from ejournal.services.home.family import child_now
from ejournal.services.home.staff import accounts_overview
from ejournal.services.notices.board import count_unread
from ejournal.services.people.class_list import class_list
from ejournal.services.people.guardians import Terms, add_guardian, change_guardian, end_guardian
from ejournal.services.people.history import history_of
from ejournal.services.schedule.feeds import make_feed, open_feed
from tests.cast import DAY, Cast
from tests.services.journal_helpers import op, put_one
from tests.services.people.helpers import card, guardianship, limit, manager, seen, stand_for

NONE = GuardianRights.NONE


def terms(relation: str = "мать", rights: GuardianRights = GuardianRights.FULL, **more: Any) -> Terms:
    return Terms(relation, rights, **more)


def change(cast: Cast, wanted: Terms, by: str = "deputy", guardian: str = "guardian") -> bool:
    number = guardianship(cast, guardian, "pupil").id or 0
    actor = cast.actor(by)
    return change_guardian(cast.session, actor, cast.id_of("pupil"), seen(cast, "pupil"), number, wanted)


def add(cast: Cast, guardian: str, pupil: str = "pupil", wanted: Terms | None = None) -> int:
    return add_guardian(
        cast.session, manager(cast), cast.id_of(pupil), seen(cast, pupil), cast.id_of(guardian),
        wanted or terms("отец"),
    )  # fmt: skip


def words(cast: Cast, name: str) -> list[str]:
    return [one.words for one in history_of(cast.session, manager(cast), cast.id_of(name), "ru")]


def test_a_known_person_becomes_a_guardian_with_the_role(cast: Cast) -> None:
    add(cast, "teacher")
    one = card(cast, "pupil").guardians[-1]
    assert (one.name, one.relation, one.span.starts) == ("Соколов Павел Игоревич", "отец", DAY)
    assert {held.role for held in card(cast, "teacher").roles} == {Role.TEACHER, Role.GUARDIAN}
    assert [child.name for child in card(cast, "teacher").children] == ["Лебедева Анна Олеговна"]
    assert words(cast, "pupil") == ["Добавлен представитель: Соколов Павел Игоревич (отец)"]
    assert words(cast, "teacher") == ["Представляет ребёнка: Лебедева Анна Олеговна (отец)"]


@pytest.mark.parametrize(
    ("guardian", "pupil", "wanted", "field"),
    [
        ("guardian", "pupil", terms(), "guardian"),
        ("pupil", "pupil", terms(), "guardian"),
        ("pupil", "guardian", terms(), "guardian"),
        ("teacher", "pupil", terms(" "), "relation"),
        ("teacher", "pupil", terms(starts=DAY, ends=DAY - timedelta(days=1)), "ends"),
        ("teacher", "pupil", terms(ends=DAY - timedelta(days=1)), "ends"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(
    cast: Cast, guardian: str, pupil: str, wanted: Terms, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        add(cast, guardian, pupil, wanted)
    assert refused.value.field == field


def test_nobody_of_another_school_stands_for_a_child(cast: Cast) -> None:
    with pytest.raises(NotFound):
        add(cast, "teacher_b")
    with pytest.raises(NotFound):
        add(cast, "teacher", "pupil_b")
    foreign = guardianship(cast, "other_guardian", "other_pupil").id or 0
    with pytest.raises(NotFound):
        change_guardian(
            cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"), foreign, terms()
        )


def test_rights_are_taken_and_given_back_with_a_word_in_the_history(cast: Cast) -> None:
    assert change(cast, terms(rights=NONE, contacts_hidden=True))
    assert card(cast, "pupil").guardians[0].rights is NONE
    assert words(cast, "pupil")[0] == (
        "Лебедева Мария Петровна (мать): ничего не видит, контакты скрыты от других представителей"
    )
    assert not change(cast, terms(rights=NONE, contacts_hidden=True))
    assert change(cast, terms())
    assert words(cast, "pupil")[0].startswith("Лебедева Мария Петровна (мать): видит всё")


def test_nobody_changes_their_own_limit(cast: Cast) -> None:
    stand_for(cast, "deputy", "pupil", rights=NONE)
    with pytest.raises(DomainError, match="for another to change"):
        change(cast, terms(), guardian="deputy")


def test_a_guardian_ends_with_a_day(cast: Cast) -> None:
    number = guardianship(cast, "guardian", "pupil").id or 0
    end_guardian(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"), number, DAY)
    assert card(cast, "pupil").guardians[0].span.ends == DAY
    assert words(cast, "pupil")[0].startswith("Больше не представитель: Лебедева Мария Петровна")


# ------------------------------------------------------------- a limited guardian, wherever rights are asked


def looks(cast: Cast) -> object:
    pupil, actor = cast.id_of("pupil"), cast.actor("guardian")
    return open_week(cast.session, actor, pupil, DAY)


def counts(cast: Cast) -> object:
    return year_span(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def sums_up(cast: Cast) -> object:
    return year_results(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def hears(cast: Cast) -> object:
    return what_changed(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def begins_the_day(cast: Cast) -> object:
    return child_now(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


def acknowledges(cast: Cast) -> object:
    return acknowledge_week(cast.session, cast.actor("guardian"), cast.id_of("pupil"), DAY)


def announces(cast: Cast) -> object:
    about = (DAY, DAY, AttendanceCode.ILL, "Температура")
    return announce_absence(cast.session, cast.actor("guardian"), cast.id_of("pupil"), *about)


def takes_a_calendar(cast: Cast) -> object:
    return make_feed(cast.session, cast.actor("guardian"), cast.id_of("pupil"))


@pytest.mark.parametrize(
    "act",
    [looks, counts, sums_up, hears, begins_the_day, acknowledges, announces, takes_a_calendar],
)
def test_a_limited_guardian_finds_no_such_child(cast: Cast, act: Callable[[Cast], object]) -> None:
    act(cast)
    limit(cast, rights=NONE)
    with pytest.raises(NotFound):
        act(cast)


def test_the_other_child_is_seen_as_before(cast: Cast) -> None:
    limit(cast, rights=NONE)
    actor = cast.actor("guardian")
    assert [one.id for one in children(cast.session, actor)] == [cast.id_of("brother")]
    assert guard.get(cast.session, actor, Pupil, cast.id_of("brother"), Permission.DIARY_READ)


def test_a_calendar_taken_before_shows_nothing(cast: Cast) -> None:
    token = make_feed(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    assert open_feed(cast.session, token).lessons is not None
    limit(cast, rights=NONE)
    with pytest.raises(NotFound):
        open_feed(cast.session, token)


def test_no_notice_is_written_and_those_of_before_are_seen_no_more(cast: Cast) -> None:
    put_one(cast, op(cast, "5"))
    guardian = cast.actor("guardian")
    assert count_unread(cast.session, guardian) == 1
    limit(cast, rights=NONE)
    assert count_unread(cast.session, guardian) == 0
    put_one(cast, op(cast, "4", day=date(2026, 11, 19)), by="substitute")
    rows = cast.session.scalars(
        select(OutboxNotice).where(col(OutboxNotice.recipient_id) == cast.id_of("guardian"))
    ).all()
    assert len(rows) == 1, "only what was told before"


def test_an_open_tab_has_other_rights_at_once(cast: Cast) -> None:
    before = standing_of(cast.session, cast.token("guardian"))
    limit(cast, rights=NONE)
    assert standing_of(cast.session, cast.token("guardian")) != before


def test_the_class_teacher_is_not_told_that_a_limited_one_has_not_read(cast: Cast) -> None:
    limit(cast, rights=NONE)
    teacher, class_id = cast.actor("class_teacher"), cast.classes["6b"].id or 0
    anna = next(one for one in acknowledgements_of_class(cast.session, teacher, class_id, DAY)
                if one.pupil_id == cast.id_of("pupil"))  # fmt: skip
    assert anna.guardians == ()
    listed = next(one for one in class_list(cast.session, teacher, class_id)[1] if "Анна" in one.name)
    assert [(one.name, one.limited) for one in listed.guardians] == [("Лебедева Мария Петровна", True)]


def test_a_limited_guardian_is_not_counted_among_those_who_lack_an_account(cast: Cast) -> None:
    stand_for(cast, "left", "pupil")
    assert accounts_overview(cast.session, cast.actor("admin")).families_without == 1
    limit(cast, "left", rights=NONE)
    assert accounts_overview(cast.session, cast.actor("admin")).families_without == 0


# -------------------------------------------------------------------------------------- hidden contacts


def test_hidden_contacts_are_shown_to_the_school_and_not_to_the_other_parent(cast: Cast) -> None:
    cast.people["guardian"].phone, cast.people["guardian"].email = "+7 900 123-45-67", "m@example.ru"
    stand_for(cast, "deputy", "pupil")
    stand_for(cast, "class_teacher", "pupil")
    limit(cast, contacts_hidden=True)
    assert card(cast, "pupil", "admin").guardians[0].phone == "+7 900 123-45-67"
    hidden = card(cast, "pupil").guardians[0]
    assert (hidden.phone, hidden.email, hidden.hidden) == ("", "", True)
    own = card(cast, "guardian")
    assert (own.phone, own.email, own.contacts_shown) == ("", "", False)
    assert own.account is not None
    assert own.account.email == ""
    listed = class_list(cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0)[1]
    assert [one.phone for pupil in listed if "Анна" in pupil.name for one in pupil.guardians][:1] == [""]
