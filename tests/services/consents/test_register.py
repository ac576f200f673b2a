"""The register: every question with its answer, narrowed and turned, as far as one may see it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, ConsentAnswer, Enrolment, Opening, OpeningKind
from ejournal.services.consents import register as registers
from ejournal.services.consents.documents import documents_in_force
from ejournal.services.consents.giving import ConsentState, answer_own, asked_of, own_consents, withdraw
from ejournal.services.consents.paper import OnPaper, enter_paper
from ejournal.services.consents.register import Line, Standing, Wanted, choices, register, whole_register
from tests.cast import DAY, Cast
from tests.consent_texts import publish_samples
from tests.services.consents.test_consents import publish_anew
from tests.services.diary_helpers import counted_queries

GUARDIANS = ("guardian", "other_guardian", "teacher_parent")


@pytest.fixture
def planted(session: Session, cast: Cast) -> Cast:
    """The cast, whose school A asks by two documents; some have answered."""
    publish_samples(session, cast.schools["a"].id or 0)
    lev_data, lev_photo, anna_data, anna_photo = own_consents(session, cast.actor("guardian"))
    guardian = cast.actor("guardian")
    answer_own(session, guardian, {lev_data.key: ConsentAnswer.GIVEN, lev_photo.key: ConsentAnswer.REFUSED})
    answer_own(session, guardian, {anna_data.key: ConsentAnswer.GIVEN})
    withdraw(session, guardian, anna_data.key)
    enter_paper(session, cast.actor("deputy"), guardian.person_id, anna_photo.key, OnPaper.GIVEN, DAY)
    return cast


def lines(cast: Cast, reader: str = "deputy", **narrowed: object) -> tuple[Line, ...]:
    return register(cast.session, cast.actor(reader), Wanted(**narrowed)).lines  # type: ignore[arg-type]


def told(found: tuple[Line, ...]) -> list[tuple[str, str, str]]:
    return [(one.name.split()[0], one.about.split(" ")[-1], one.state.value) for one in found]


def test_it_has_the_very_questions_that_people_are_asked(planted: Cast) -> None:
    found = {(one.person_id, one.key, one.state) for one in lines(planted)}
    people = [person for name, person in planted.people.items() if not name.endswith("_b")]
    asked = {
        (person.id, one.key, one.state) for person in people for one in asked_of(planted.session, person, DAY)
    }
    assert found == asked
    assert len(found) == 2 * (4 + 7)  # four children with a guardian each, seven who work here


def test_a_line_says_who_about_whom_what_and_how_it_came(planted: Cast) -> None:
    [line] = [one for one in lines(planted) if one.paper_day]
    assert (line.name, line.about, line.class_title) == ("Лебедева Мария Петровна", "Лебедева Анна", "6 «Б»")
    assert (line.purpose, line.version, line.state) == ("Фотографии на странице школы", 1, ConsentState.GIVEN)
    assert (line.paper_day, line.entered_by) == (DAY, "Е. В. Громова")


def test_it_is_narrowed_by_words_class_purpose_and_state(planted: Cast) -> None:
    session, photo = planted.session, documents_in_force(planted.session, planted.schools["a"].id or 0)[1]
    assert told(lines(planted, words="лебед лев")) == [
        ("Лебедева", "Лев", "given"),
        ("Лебедева", "Лев", "refused"),
    ]
    assert told(lines(planted, state=ConsentState.WITHDRAWN)) == [("Лебедева", "Анна", "withdrawn")]
    assert {one.class_title for one in lines(planted, class_id=planted.classes["6v"].id)} == {"6 «В»"}
    assert len(lines(planted, purpose_id=photo.purpose_id, words="соколов")) == 1
    assert lines(planted, words="100%") == ()
    assert [name for _, name in choices(session, planted.actor("deputy")).purposes] == [
        "Электронный журнал", "Фотографии на странице школы",
    ]  # fmt: skip


def test_a_class_teacher_sees_the_own_class_alone(planted: Cast) -> None:
    found = lines(planted, "class_teacher")
    assert {one.class_title for one in found} == {"6 «Б»"}
    assert {one.name.split()[0] for one in found} == {"Лебедева", "Зайцев"}
    assert [title for _, title in choices(planted.session, planted.actor("class_teacher")).classes] == [
        "6 «Б»"
    ]
    for place in ("6v", "6b_b"):
        with pytest.raises(NotFound):
            lines(planted, "class_teacher", class_id=planted.classes[place].id)
    for name in ("teacher", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            lines(planted, name)
    assert lines(planted, "teacher_b") == ()


def test_a_new_version_shows_what_holds_on_and_what_lapsed(planted: Cast) -> None:
    publish_anew(planted, keeps=False)
    found = {
        (one.about.split(" ")[-1], one.state, one.version, one.current)
        for one in lines(planted, words="мария")
    }
    assert ("Анна", ConsentState.LAPSED, 1, 2) in found
    assert ("Лев", ConsentState.UNANSWERED, 1, 2) in found


def test_who_is_asked_no_more_stays_on_record(planted: Cast) -> None:
    assert lines(planted, standing=Standing.FORMER) == ()
    place = planted.session.exec(
        select(Enrolment).where(Enrolment.pupil_id == planted.id_of("brother"))
    ).one()
    place.ends = DAY - timedelta(days=1)
    planted.session.flush()
    assert {one.about for one in lines(planted)} == {"", "Зайцев Илья", "Лебедева Анна", "Никитина Вера"}
    assert told(lines(planted, standing=Standing.FORMER)) == [
        ("Лебедева", "Лев", "given"),
        ("Лебедева", "Лев", "refused"),
    ]


def test_pages_take_as_many_questions_however_many_lines(
    planted: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "PAGE", 3)
    deputy = planted.actor("deputy")
    whole = register(planted.session, deputy, Wanted())
    assert (len(whole.lines), whole.total, whole.pages) == (3, 22, 8)
    seen = [
        one.key for page in range(1, 9) for one in register(planted.session, deputy, Wanted(page=page)).lines
    ]
    assert len(seen) == 22
    assert register(planted.session, deputy, Wanted(page=99)).page == 1
    for size in (3, 50):
        monkeypatch.setattr(registers, "PAGE", size)
        with counted_queries(planted.session) as queries:
            register(planted.session, deputy, Wanted("а"))
        assert len(queries) == 1


def test_whoever_takes_it_away_is_written_down(planted: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    session, class_id = planted.session, planted.classes["6b"].id or 0
    found = whole_register(session, planted.actor("class_teacher"), Wanted(), OpeningKind.CONSENT_SHEET)
    assert len(found) == 4
    whole_register(session, planted.actor("deputy"), Wanted(), OpeningKind.CONSENT_PAPER)
    noted = [(one.kind, one.subject_id) for one in session.exec(select(Opening).order_by("id"))]
    assert noted[-2:] == [(OpeningKind.CONSENT_SHEET, class_id), (OpeningKind.CONSENT_PAPER, 0)]
    trail = [one for one in session.exec(select(AuditEntry)) if one.action == "consents.take"]
    assert [one.subject for one in trail] == ["school_class", "school"]
    monkeypatch.setattr(registers, "MOST_ON_PAPER", 3)
    with pytest.raises(DomainError, match="More than"):
        whole_register(session, planted.actor("deputy"), Wanted(), OpeningKind.CONSENT_PAPER)
