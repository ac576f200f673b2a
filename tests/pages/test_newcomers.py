"""Who has not come yet: counts of all classes, one class, the button that says to how many a letter goes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import AuditEntry, Enrolment, Mail, ReminderRule, Role, RoleGrant
from ejournal.pages.newcomers.state import NewcomersState
from ejournal.pages.school_settings.state.school import SchoolState
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.services.registration.reminding import reminder_rule, set_reminder_rule
from ejournal.settings import settings
from tests.cast import DAY, Cast, all_sign_in
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab

EVENING = datetime.fromisoformat("2026-11-20T18:30:00+00:00")


@pytest.fixture
def with_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


@pytest.fixture
def at_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past nine in the evening; Петров Глеб holds a slip and has an e-mail."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    with session_scope() as session:
        all_sign_in(session, EVENING)
        person = session.merge(cast.people["arrived"])
        person.email = "gleb@example.test"
        session.flush()
        actor = actor_of(session, cast.token("class_teacher"))
        assert actor is not None
        give_codes(session, actor, Whom.PUPILS, cast.classes["6b"].id)


@pytest.fixture
def newly_hired(cast: Cast) -> str:
    """Дроздова teaches from now on, without an account; her name."""
    person = cast.people["primary_teacher"]
    with session_scope() as session:
        session.add(RoleGrant(school_id=person.school_id, person_id=person.id or 0, role=Role.TEACHER))
    return person.full_name


def opened(open_tab: OpenTab, who: str, place: str = "") -> NewcomersState:
    tab = open_tab(who, f"/newcomers{place}")
    tab.send(NewcomersState.load)
    return tab.state(NewcomersState)


def test_a_class_teacher_sees_the_own_class_at_once(cast: Cast, open_tab: OpenTab) -> None:
    state = opened(open_tab, "class_teacher")
    assert state.title == "6 «Б»"
    [first, *_] = [one.pupil for one in state.families]
    assert (first.words, first.letter) == ("вход есть, ещё не входили", "")
    words = {one.pupil.name: (one.pupil.words, one.pupil.letter) for one in state.families}
    assert words["Петров Глеб Маратович"] == ("листка ещё нет", "нет почты в карточке")


def test_a_head_sees_the_counts_of_all_classes_and_reminds_nobody(cast: Cast, open_tab: OpenTab) -> None:
    state = opened(open_tab, "director")
    assert [one.title for one in state.classes] == ["Сотрудники", "2 «А»", "6 «Б»", "6 «В»"]
    assert state.classes[2].note == ("родители: не пришли 2 из 2 · ученики: не пришли 3 из 3 · 5 без почты")
    assert (state.class_id, state.may_remind) == ("", False)


def test_the_staff_has_a_list_of_its_own_for_whom_the_school_is_in_their_care(
    newly_hired: str, open_tab: OpenTab
) -> None:
    state = opened(open_tab, "deputy", "?whom=staff")
    assert (state.title, state.place, state.may_remind) == ("Сотрудники", "?whom=staff", False)
    words = {one.pupil.name: one.pupil.words for one in state.families}
    assert words[newly_hired] == "листка ещё нет"
    assert not any(one.guardians for one in state.families)
    assert opened(open_tab, "deputy").classes[0].href == "/newcomers?whom=staff"


@pytest.mark.usefixtures("with_mail")
def test_staff_is_reminded_by_whom_keeps_people(newly_hired: str, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/newcomers?whom=staff")
    tab.send(NewcomersState.load)
    assert tab.state(NewcomersState).may_remind
    assert not opened(open_tab, "director", "?whom=staff").may_remind
    tab.send(NewcomersState.ask_to_remind)
    assert "нет почты в карточке" in " ".join(tab.state(NewcomersState).sending.not_to)
    assert said(tab.send(NewcomersState.remind))[0][1] == "Ни одно письмо уйти не смогло"
    tab.send(NewcomersState.show_all, True)
    assert tab.state(NewcomersState).title == "Сотрудники"


def test_it_says_why_nobody_is_reminded(cast: Cast, open_tab: OpenTab) -> None:
    assert opened(open_tab, "deputy").why_not.startswith("Почта здесь не отправляется")
    tab = open_tab("class_teacher", "/newcomers")
    tab.send(NewcomersState.load)
    assert said(tab.send(NewcomersState.remind))[0][1].startswith("Почта здесь не отправляется")


@pytest.mark.usefixtures("with_mail")
def test_it_says_that_reminders_are_switched_off(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        actor = actor_of(session, cast.token("admin"))
        assert actor is not None
        set_reminder_rule(session, actor, ReminderRule.OFF)
    tab = open_tab("class_teacher", "/newcomers")
    tab.send(NewcomersState.load)
    assert tab.state(NewcomersState).why_not.startswith("Напоминания выключены")
    assert said(tab.send(NewcomersState.remind))[0][1].startswith("Школа никому не напоминает")


def test_a_class_in_which_all_have_come_or_nobody_sits_says_so(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        for name in ("other_pupil", "other_guardian"):
            session.merge(cast.accounts[name]).last_seen_at = clock.now()
    assert opened(open_tab, "deputy", f"?class={cast.classes['6v'].id}").nobody == "Все пришли"
    with session_scope() as session:
        session.execute(update(Enrolment).values(ends=DAY - timedelta(days=1)))
    state = opened(open_tab, "deputy", f"?class={cast.classes['6v'].id}")
    assert (state.families, state.nobody) == ([], "В этом классе никого нет")


def test_who_has_come_is_shown_when_asked_for(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        for name in ("classmate", "teacher_parent"):
            account = session.merge(cast.accounts[name])
            account.last_seen_at = clock.now()
    tab = open_tab("class_teacher", "/newcomers")
    tab.send(NewcomersState.load)
    assert len(tab.state(NewcomersState).families) == 2
    tab.send(NewcomersState.show_all, True)
    [came] = [one for one in tab.state(NewcomersState).families if one.pupil.tone == "green"]
    assert came.pupil.words.startswith("последний вход ")


@pytest.mark.usefixtures("with_mail", "at_night")
def test_the_question_says_what_goes_when_and_to_whom_nothing(open_tab: OpenTab) -> None:
    tab = open_tab("class_teacher", "/newcomers")
    tab.send(NewcomersState.load)
    tab.send(NewcomersState.ask_to_remind)
    asked = tab.state(NewcomersState).sending
    assert (asked.letters, asked.when) == ("1 письмо", "Сейчас поздно: они уйдут 21\u00a0ноября, 08:00.")
    answer = said(tab.send(NewcomersState.remind))
    assert answer[0][1] == "Отправлено: 1 письмо. Сейчас поздно: они уйдут 21\u00a0ноября, 08:00."
    with session_scope(writing=False) as session:
        [letter] = session.scalars(select(Mail)).all()
    assert letter.to_address == "gleb@example.test"
    tab.send(NewcomersState.ask_to_remind)
    assert tab.state(NewcomersState).sending.not_to == ["1 — письмо было меньше суток назад"]
    tab.send(NewcomersState.never_mind)
    assert said(tab.send(NewcomersState.remind))[0][1] == "Ни одно письмо уйти не смогло"


def test_the_rule_is_set_in_the_settings_and_stands_in_the_trail(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/settings?section=school")
    tab.send(SchoolState.event_handlers["load"])
    assert tab.state(SchoolState).reminders == "plain"
    assert tab.state(SchoolState).no_mail.startswith("Почта здесь не отправляется")
    tab.send(SchoolState.set_reminders, "code")
    assert tab.state(SchoolState).reminders_note.startswith("Кто читает этот ящик")
    with session_scope(writing=False) as session:
        assert reminder_rule(session, cast.schools["a"].id or 0) is ReminderRule.CODE
        assert reminder_rule(session, cast.schools["b"].id or 0) is ReminderRule.PLAIN
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "settings.reminders")).all()
    assert [one.after for one in entries] == [{"reminders": "code"}]
