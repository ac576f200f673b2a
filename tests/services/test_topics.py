"""What services write is live whoever calls them: each verb names the topics of the pages that show it."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from ejournal import clock
from ejournal.integrations.marks.reading import read_marks
from ejournal.integrations.people.reading import read_people
from ejournal.models import ConsentAnswer, RemarkTone, Role, SignInSession
from ejournal.services.accounts import administration
from ejournal.services.base.changed import take
from ejournal.services.base.topics import (
    bell_topic,
    class_topic,
    consents_topic,
    course_topic,
    journals_topic,
    late_topic,
    load_topic,
    people_topic,
    pupil_topic,
    schedule_topic,
    session_topic,
)
from ejournal.services.consents import publishing
from ejournal.services.consents.documents import text_hash
from ejournal.services.consents.giving import answer_own, own_consents, withdraw
from ejournal.services.consents.publishing import DraftFields
from ejournal.services.courses.new_classes import make_classes
from ejournal.services.courses.subjects import set_subjects
from ejournal.services.diary.acknowledgements import acknowledge_week, withdraw_acknowledgement
from ejournal.services.journal.lessons import call_roll, set_lesson
from ejournal.services.journal.remarks import withdraw_remark
from ejournal.services.marks_import import importing as marks_in
from ejournal.services.marks_import import undoing as marks_out
from ejournal.services.marks_import.alone import Scope
from ejournal.services.people import moves
from ejournal.services.people.adding import add_guardian_of, add_pupil, add_staff
from ejournal.services.people.guardians import Terms, end_guardian
from ejournal.services.people.persons import Details, change_person
from ejournal.services.people.roles import give_role
from ejournal.services.people_import import importing, undoing
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.services.registration.opening import register, try_code
from ejournal.services.timetable.versions import create_version
from tests.cast import DAY, YEAR_STARTS, Cast
from tests.consent_texts import publish_samples
from tests.services.duplicates.helpers import made_one, parted, second_card
from tests.services.journal_helpers import MONDAY, op, put_one, set_window
from tests.services.marks_files import marks_list
from tests.services.notice_acts import late_change, moved, remark, term_mark
from tests.services.people.helpers import NEW, guardianship, manager, seen
from tests.services.people_files import pupils

TOMORROW, NOW = DAY + timedelta(days=1), datetime(2026, 11, 20, 9, tzinfo=UTC)
MEALS = DraftFields("Питание", "Передавать столовой имя.", "Платить самим.", True, False, False)


@dataclass(frozen=True)
class Topics:
    """Topics of school A of the cast, by short words."""

    cast: Cast

    @property
    def school(self) -> int:
        return self.cast.schools["a"].id or 0

    def journal(self, *names: str) -> set[str]:
        return {course_topic(self.cast.courses[name].id or 0) for name in names}

    def diary(self, *names: str) -> set[str]:
        return {pupil_topic(self.cast.id_of(name)) for name in names}

    def place(self, *names: str) -> set[str]:
        return {class_topic(self.cast.classes[name].id or 0) for name in names}

    @property
    def people(self) -> set[str]:
        return {people_topic(self.school)}

    @property
    def late(self) -> set[str]:
        return {late_topic(self.school)}

    @property
    def schedule(self) -> set[str]:
        return {schedule_topic(self.school)}

    @property
    def load(self) -> set[str]:
        return {load_topic(self.school)}

    @property
    def journals(self) -> set[str]:
        return {journals_topic(self.school)}

    @property
    def consents(self) -> set[str]:
        return {consents_topic(self.school)}

    def named(self, name: str) -> set[str]:
        """What names a pupil of 6Б everywhere."""
        bells = {bell_topic(self.cast.id_of(name))}
        return self.diary(name) | bells | self.place("6b") | self.journals | self.late | self.people

    def sign_ins(self, name: str) -> set[str]:
        of_account = col(SignInSession.account_id) == self.cast.accounts[name].id
        found = self.cast.session.scalars(select(col(SignInSession.id)).where(of_account))
        return {session_topic(one) for one in found if one is not None}


Act = Callable[[Cast], object]
Expected = Callable[[Topics], set[str]]


def _asks_late(cast: Cast) -> None:
    put_one(cast, op(cast, "5", day=MONDAY, reason="Нашлась работа"))


def _lesson(cast: Cast) -> int:
    return cast.lessons["maths"].id or 0


def _writes_topic(cast: Cast) -> None:
    set_lesson(cast.session, cast.actor("class_teacher"), _lesson(cast), clock.now(), topic="Дроби")


def _withdraws(cast: Cast) -> None:
    number = remark(cast, RemarkTone.PRAISE)
    take(cast.session)
    withdraw_remark(cast.session, cast.actor("class_teacher"), number)


def _changes_name(cast: Cast) -> None:
    details = Details("Петрова", "Анна", "Олеговна")
    change_person(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"), details)


def _changes_phone(cast: Cast) -> None:
    known = cast.people["guardian"]
    details = Details(known.last_name, known.first_name, known.middle_name, known.gender, phone="89161234567")
    change_person(cast.session, manager(cast), cast.id_of("guardian"), seen(cast, "guardian"), details)


def _leaves(cast: Cast) -> None:
    moves.leave(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"), TOMORROW, "Переезд")


def _leaves_and_is_back(cast: Cast) -> None:
    _leaves(cast)
    take(cast.session)
    moves.undo_move(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"))


def _ends_guardian(cast: Cast) -> None:
    number = guardianship(cast, "guardian", "pupil").id or 0
    actor, pupil = manager(cast), cast.id_of("pupil")
    end_guardian(cast.session, actor, pupil, seen(cast, "pupil"), number, DAY)


def _gives_class(cast: Cast) -> None:
    give_role(
        cast.session, manager(cast), cast.id_of("teacher"), seen(cast, "teacher"), Role.CLASS_TEACHER, DAY,
        cast.classes["6v"].id,
    )  # fmt: skip


def _drafts(cast: Cast) -> int:
    return publishing.add_purpose(cast.session, cast.actor("director"), "Буфет", MEALS)


def _publishes(cast: Cast) -> int:
    number, director = _drafts(cast), cast.actor("director")
    take(cast.session)
    hashed = text_hash(MEALS.title, MEALS.text, MEALS.refusal)
    publishing.publish(cast.session, director, number, hashed, keeps_former=False)
    return number


def _closes(cast: Cast) -> None:
    number = _publishes(cast)
    take(cast.session)
    publishing.close_purpose(cast.session, cast.actor("director"), number)


def _drops(cast: Cast) -> None:
    number = _drafts(cast)
    take(cast.session)
    publishing.drop_draft(cast.session, cast.actor("director"), number)


def _answers(cast: Cast) -> str:
    publish_samples(cast.session, cast.schools["a"].id or 0)
    one = own_consents(cast.session, cast.actor("guardian"))[0]
    answer_own(cast.session, cast.actor("guardian"), {one.key: ConsentAnswer.GIVEN})
    return one.key


def _takes_back(cast: Cast) -> None:
    key = _answers(cast)
    take(cast.session)
    withdraw(cast.session, cast.actor("guardian"), key)


def _acknowledges(cast: Cast) -> None:
    acknowledge_week(cast.session, cast.actor("guardian"), cast.id_of("pupil"), DAY)


def _registers(cast: Cast) -> None:
    slips = give_codes(cast.session, cast.actor("class_teacher"), Whom.PUPILS, cast.classes["6b"].id)[1]
    register(cast.session, try_code(cast.session, slips[0].code, "10.0.0.7"), "gleb", "тихий омут 7")


def _blocks(cast: Cast) -> None:
    administration.set_blocked(cast.session, cast.actor("admin"), cast.id_of("teacher"), True)


def scope_of(cast: Cast) -> Scope:
    """The test's one transaction in place of many."""
    return lambda: nullcontext(cast.session)


LIST = pupils(("Семёнов Илья Петрович", "01.02.2014", "6Б", "Лебедева Мария Петровна", ""))


def _takes_people(cast: Cast) -> int:
    school = cast.schools["a"].id or 0
    return importing.take_in(cast.session, school, None, DAY, read_people(LIST), NOW, "l.csv").import_id or 0


def _people_again(cast: Cast) -> None:
    number = _takes_people(cast)
    take(cast.session)
    undoing.undo(cast.session, cast.schools["a"].id or 0, None, number, NOW)


def _takes_marks(cast: Cast) -> int:
    file = read_marks(marks_list(("6Б", "Лебедева Анна", "Математика", "16.11.2026", "5")), YEAR_STARTS)
    planned = marks_in.plan(cast.session, cast.schools["a"].id or 0, DAY, file, {})
    return marks_in.take_in(scope_of(cast), planned, cast.id_of("admin"), DAY, NOW, "m.xlsx").import_id or 0


def _marks_again(cast: Cast) -> None:
    number = _takes_marks(cast)
    take(cast.session)
    marks_out.take_back(scope_of(cast), cast.schools["a"].id or 0, cast.id_of("admin"), number, DAY, NOW)


def _merges(cast: Cast) -> int:
    second_card(cast, "second")
    return made_one(cast, "pupil", "second")


def _parts(cast: Cast) -> None:
    number = _merges(cast)
    take(cast.session)
    parted(cast, number)


IN_6B = ("maths", "russian", "english1", "english2")
ACTS: dict[str, tuple[Act, Expected]] = {
    "a mark": (lambda cast: put_one(cast, op(cast, "5")), lambda of: of.journal("maths") | of.diary("pupil")),
    "an absence": (
        lambda cast: put_one(cast, op(cast, "н", pupil="classmate")),
        lambda of: of.journal("maths") | of.diary("classmate"),
    ),
    "a term mark": (term_mark, lambda of: of.journal("maths") | of.diary("pupil")),
    "a late change that is decided": (
        late_change,
        lambda of: of.late | of.journal("maths") | of.diary("pupil"),
    ),
    "a lesson's topic": (
        _writes_topic,
        lambda of: of.journal("maths") | of.diary("pupil", "classmate", "arrived"),
    ),
    "a roll call": (
        lambda cast: call_roll(cast.session, cast.actor("class_teacher"), _lesson(cast)),
        lambda of: of.journal("maths"),
    ),
    "praise": (
        lambda cast: remark(cast, RemarkTone.PRAISE),
        lambda of: of.journal("maths") | of.diary("pupil"),
    ),
    "praise taken back": (_withdraws, lambda of: of.journal("maths") | of.diary("pupil")),
    "marks of another journal": (_takes_marks, lambda of: of.journal("maths") | of.diary("pupil")),
    "marks taken back": (_marks_again, lambda of: of.journal("maths") | of.diary("pupil")),
    "a member of staff": (
        lambda cast: add_staff(cast.session, manager(cast), NEW, [Role.TEACHER], DAY),
        lambda of: of.people,
    ),
    "another name": (_changes_name, lambda of: of.named("pupil")),
    "a guardian's phone": (
        _changes_phone,
        lambda of: of.people | of.diary("guardian", "pupil", "brother") | of.place("2a", "6b"),
    ),
    "another class": (
        moved,
        lambda of: (
            of.people | of.diary("pupil") | of.place("6b", "6v") | of.journal(*IN_6B, "maths_v", "russian_v")
        ),
    ),
    "leaving": (_leaves, lambda of: of.people | of.diary("pupil") | of.place("6b") | of.journal(*IN_6B)),
    "leaving undone": (
        _leaves_and_is_back,
        lambda of: of.people | of.diary("pupil") | of.place("6b") | of.journal(*IN_6B),
    ),
    "a new guardian": (
        lambda cast: add_guardian_of(cast.session, manager(cast), NEW, cast.id_of("pupil"), Terms("отец")),
        lambda of: of.people | of.diary("pupil") | of.place("6b"),
    ),
    "no guardian any more": (_ends_guardian, lambda of: of.people | of.diary("pupil") | of.place("6b")),
    "a class teacher": (_gives_class, lambda of: of.people | of.place("6v")),
    "a draft of a consent": (_drafts, lambda of: of.consents),
    "a consent published": (_publishes, lambda of: of.consents),
    "a consent closed": (_closes, lambda of: of.consents),
    "a draft thrown away": (_drops, lambda of: of.consents),
    "a consent given": (_answers, lambda of: of.consents),
    "a consent withdrawn": (_takes_back, lambda of: of.consents),
    "a week acknowledged": (_acknowledges, lambda of: of.diary("pupil") | of.place("6b")),
    "somebody who registers": (_registers, lambda of: of.people),
    "somebody shut out": (_blocks, lambda of: of.people | of.sign_ins("teacher")),
    "new subjects": (
        lambda cast: set_subjects(cast.session, cast.actor("deputy"), ["Математика", "Химия"]),
        lambda of: of.load,
    ),
    "a new class": (
        lambda cast: make_classes(cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "7А"),
        lambda of: of.load | of.people | of.schedule,
    ),
    "two cards made one": (_merges, lambda of: of.named("pupil") | _of_second(of)),
    "two cards parted": (_parts, lambda of: of.named("pupil") | _of_second(of)),
}


def _of_second(of: Topics) -> set[str]:
    return of.diary("second") | {bell_topic(of.cast.id_of("second"))}


@pytest.mark.parametrize("name", ACTS)
def test_a_write_names_the_pages_that_show_it(cast: Cast, name: str) -> None:
    act, expected = ACTS[name]
    take(cast.session)
    act(cast)
    assert set(take(cast.session)) == expected(Topics(cast))


def test_a_change_that_waits_shows_where_it_is_decided(cast: Cast) -> None:
    set_window(cast, 3)
    _asks_late(cast)
    assert Topics(cast).late <= set(take(cast.session))


def test_a_new_pupil_shows_in_class_and_journals(cast: Cast) -> None:
    of, place = Topics(cast), cast.classes["6v"].id
    number = add_pupil(cast.session, manager(cast), NEW, place, DAY)
    expected = of.people | of.place("6v") | of.journal("maths_v", "russian_v") | {pupil_topic(number)}
    assert set(take(cast.session)) == expected


def test_a_file_of_people_shows_in_all_that_lists_them(cast: Cast) -> None:
    of = Topics(cast)
    number = _takes_people(cast)
    told = set(take(cast.session))
    assert told >= of.people | of.journals | of.schedule | of.place("6b")
    undoing.undo(cast.session, of.school, None, number, NOW)
    assert set(take(cast.session)) == told


def test_a_new_version_of_the_timetable_shows_in_open_editors(cast: Cast) -> None:
    create_version(cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "Весна", DAY)
    assert Topics(cast).load <= set(take(cast.session))


def test_what_changes_nothing_names_nothing(cast: Cast) -> None:
    put_one(cast, op(cast, "5"))
    _acknowledges(cast)
    take(cast.session)
    put_one(cast, op(cast, "5"))
    _acknowledges(cast)
    set_subjects(cast.session, cast.actor("deputy"), ["Математика", "Русский язык", "Английский язык"])
    make_classes(cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "6Б")
    assert take(cast.session) == []


def test_a_week_that_is_acknowledged_no_more_shows_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _acknowledges(cast)
    take(cast.session)
    monkeypatch.setattr(clock, "today", lambda _zone: clock.local(clock.now(), "Europe/Moscow").date())
    withdraw_acknowledgement(cast.session, cast.actor("guardian"), cast.id_of("pupil"), DAY)
    of = Topics(cast)
    assert set(take(cast.session)) == of.diary("pupil") | of.place("6b")
