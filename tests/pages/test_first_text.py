"""A page's first text: what its own loader would show to the same person, and to nobody else."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlmodel import SQLModel

from ejournal import clock
from ejournal.access.actor import GRACE, token_hash
from ejournal.access.permissions import Permission
from ejournal.database import DatabaseAway, engine, session_scope, turn_away
from ejournal.models import Account, Lesson, Person, Role, RoleGrant, SecondFactorRule, SignInSession
from ejournal.models.base import table
from ejournal.services.accounts import half_sign_in
from ejournal.services.support.looking import begin_look
from ejournal.ui.first_text import build, templates
from ejournal.ui.first_text.pages import PAGES
from ejournal.ui.first_text.writing import first_text
from ejournal.ui.runtime import live
from ejournal.ui.runtime.handler import loader_of
from tests.cast import CAST, DAY, PEOPLE, STRANGER, Cast
from tests.services.diary_helpers import give_mark

HOSTILE = "</script><img src=x onerror=alert(1)>"
FAMILY = ("/", "/diary", "/diary/marks")
TAG = re.compile(r"<(\w+)([^>]*)>")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates of all pages, with icons that draw nothing."""
    folder = tmp_path_factory.mktemp("built")
    sources = build.sources_of_pages()
    templates.write(folder, sources, dict.fromkeys(build.icons_in(sources), ""))
    return folder


@pytest.fixture(autouse=True)
def of_the_build(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "BUILT", built)


def markup(cast: Cast, name: str, address: str) -> str:
    """What comes with the page of the address for a member of the cast; empty when it comes plain."""
    path, _, query = address.partition("?")
    found = first_text(path, query, cast.token(name))
    return found.markup if found else ""


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("path", PAGES)
def test_it_comes_to_whom_the_page_is_open(cast: Cast, name: str, path: str) -> None:
    may = name != STRANGER and all(
        cast.actor(name).may(loader_of(one).permission) for one in PAGES[path].loaders
    )
    text = markup(cast, name, path)
    assert not text or may
    if path != "/diary" and path != "/diary/marks":  # a teacher has no child of their own to show
        assert bool(text) == may


def test_the_week_of_a_child(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lessons["maths"], "5")
    cast.session.commit()
    text = words(markup(cast, "guardian", "/diary"))
    assert "Пятница, 20 ноября" in text
    assert "Анна, 6 «Б»" in text
    assert "Математика" in text
    assert "Отметка 5" in text
    brother = words(markup(cast, "guardian", f"/diary?child={cast.id_of('brother')}&day=2026-11-10"))
    assert "Вторник, 10 ноября" in brother


def test_in_the_language_of_the_account(cast: Cast) -> None:
    cast.accounts["guardian"].locale = "en"
    cast.session.add(cast.accounts["guardian"])
    cast.session.commit()
    found = first_text("/diary", "", cast.token("guardian"))
    assert found is not None
    assert found.locale == "en"
    assert "Friday" in found.markup


@pytest.mark.parametrize("child", ["other_pupil", "teacher", "pupil_b"])
def test_the_child_of_another_comes_to_nobody(cast: Cast, child: str) -> None:
    assert markup(cast, "guardian", f"/diary?child={cast.id_of(child)}") == ""
    assert markup(cast, "guardian", f"/schedule?by=child&child={cast.id_of(child)}") == ""


@pytest.mark.parametrize(
    "query", ["child=x", "child=-1", "child=99999999999999999999", "day=2026-99-99", "day=%00&child[]=1"]
)
def test_an_odd_address_breaks_nothing(cast: Cast, query: str) -> None:
    markup(cast, "guardian", f"/diary?{query}")
    markup(cast, "guardian", f"/schedule?{query}&by={query}")


def ends_sign_in(cast: Cast) -> None:
    cast.session.execute(update(table(SignInSession)).values(ended_at=clock.now()))


def ran_out(cast: Cast) -> None:
    cast.session.execute(update(table(SignInSession)).values(expires_at=clock.now() - timedelta(minutes=1)))


def blocks(cast: Cast) -> None:
    cast.session.execute(update(table(Account)).values(blocked=True))


def ends_role(cast: Cast) -> None:
    cast.session.execute(update(table(RoleGrant)).values(ends=DAY - timedelta(days=1)))


def demands_factor(cast: Cast) -> None:
    now = clock.now()
    rule = SecondFactorRule(
        school_id=cast.schools["a"].id or 0, role=Role.GUARDIAN, since=now - GRACE - timedelta(days=2)
    )
    cast.session.add(rule)
    cast.session.execute(update(table(Account)).values(grace_from=None))


@pytest.mark.parametrize("what", [ends_sign_in, ran_out, blocks, ends_role, demands_factor])
def test_it_ends_with_the_right_to_it(cast: Cast, what: Any) -> None:
    assert all(markup(cast, "guardian", path) for path in FAMILY)
    what(cast)
    cast.session.commit()
    assert [markup(cast, "guardian", path) for path in FAMILY] == [""] * len(FAMILY)


def test_a_token_that_is_none_gets_nothing(cast: Cast) -> None:
    for token in ("", "x", token_hash(cast.token("guardian"))):
        assert [first_text(path, "", token) for path in PAGES] == [None] * len(PAGES)


def test_half_a_sign_in_opens_nothing(cast: Cast) -> None:
    with session_scope() as session:
        token = half_sign_in.begin(session, cast.accounts["guardian"], 0).token
    assert [first_text(path, "", token) for path in PAGES] == [None] * len(PAGES)


def test_who_looks_with_anothers_eyes_is_told_so(cast: Cast) -> None:
    with session_scope() as session:
        person = cast.id_of("guardian")
        token = begin_look(session, cast.actor("admin"), person, "Не видит дневника", "::1", "Chrome")
    found = first_text("/diary", "", token)
    assert found is not None
    assert "Вы смотрите как Мария Петровна Лебедева" in words(found.markup)
    assert "Прочитано" not in words(found.markup)
    own = first_text("/diary", "", cast.token("guardian"))
    assert own is not None
    assert "Вы смотрите как" not in own.markup


def rows_of_all() -> dict[str, int]:
    with session_scope(writing=False) as session:
        return {
            name: session.scalar(select(func.count()).select_from(one)) or 0
            for name, one in SQLModel.metadata.tables.items()
        }


def test_nothing_is_noted_and_nothing_followed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def follow(*_: Any) -> None:
        raise AssertionError("a first text follows topics")

    monkeypatch.setattr(live, "follow", follow)
    with session_scope(writing=False) as session:
        seen = session.scalars(select(table(SignInSession).c.seen_at)).all()
    before = rows_of_all()
    for path in PAGES:
        for name in CAST:
            markup(cast, name, path)
    assert rows_of_all() == before
    with session_scope(writing=False) as session:
        assert session.scalars(select(table(SignInSession).c.seen_at)).all() == seen


def test_no_secret_is_in_it(cast: Cast) -> None:
    for name in CAST:
        for path in PAGES:
            text = markup(cast, name, path)
            for secret in (cast.token(name) or STRANGER, token_hash(cast.token(name)), "$argon2"):
                assert secret not in text


def test_nobody_reads_names_that_are_not_for_them(cast: Cast) -> None:
    with session_scope() as session:
        for name in PEOPLE:
            session.execute(
                update(table(Person))
                .where(table(Person).c.id == cast.id_of(name))
                .values(last_name=f"Ъ{name}Ъ")
            )
    give_mark(cast, "classmate", cast.lessons["maths"], "2")
    cast.session.commit()
    of_guardian = ("classmate", "other_pupil", "pupil_b", "other_guardian", "teacher_parent", "teacher_b")
    hidden = {
        "guardian": tuple(name for name in of_guardian if name != "teacher_parent"),
        "pupil": tuple(name for name in of_guardian if name != "teacher_parent"),
        "other_guardian": ("pupil", "brother", "classmate", "pupil_b", "teacher_b"),
        "teacher_b": tuple(name for name, entry in PEOPLE.items() if entry[0] == "a"),
    }
    for name, others in hidden.items():
        for path in PAGES:
            text = markup(cast, name, path)
            assert [other for other in others if f"Ъ{other}Ъ" in text] == [], (name, path)


def test_hostile_words_break_out_of_nothing(cast: Cast) -> None:
    with session_scope() as session:
        session.execute(
            update(table(Person)).values(last_name=HOSTILE, first_name=HOSTILE, middle_name=HOSTILE)
        )
        session.execute(update(table(Lesson)).values(topic=HOSTILE, homework=HOSTILE))
    shown = 0
    for name in CAST:
        for path in PAGES:
            text = markup(cast, name, path)
            shown += "onerror" in text
            assert all(
                "onerror" not in attributes.split('"')[::2] and tag != "script"
                for tag, attributes in TAG.findall(text)
            )
            assert "<img src=x" not in text
            assert "</script" not in text
    assert shown > len(CAST)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The statements since the beginning of the test."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    yield found
    event.remove(engine(), "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("path", "most"), [("/", 40), ("/diary", 14), ("/diary/marks", 20), ("/schedule", 24), ("/journal", 8)]
)
def test_it_asks_a_fixed_number_of_questions(cast: Cast, asked: list[str], path: str, most: int) -> None:
    def count() -> int:
        asked.clear()
        assert markup(cast, "teacher_parent", path)
        return len(asked)

    count()  # what is kept per school is read now
    few = count()
    give_mark(cast, "classmate", cast.lessons["english2"], "5")
    give_mark(cast, "classmate", cast.lessons["maths"], "4")
    cast.session.commit()
    assert count() == few
    assert few <= most


def test_it_is_as_the_tables_say_and_no_more(cast: Cast) -> None:
    """A database that is away leaves the page as it was built, at once."""
    turn_away(DatabaseAway())
    try:
        assert [first_text(path, "", cast.token("guardian")) for path in PAGES] == [None] * len(PAGES)
    finally:
        turn_away(None)


def test_without_a_build_pages_come_plain(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "BUILT", tmp_path)
    assert markup(cast, "guardian", "/diary") == ""


def test_it_asks_for_what_the_page_asks_for() -> None:
    assert {loader_of(one).permission for page in PAGES.values() for one in page.loaders} == {
        Permission.HOME_READ,
        Permission.DIARY_READ,
        Permission.SCHEDULE_READ,
        Permission.JOURNAL_READ,
    }
