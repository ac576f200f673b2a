"""What was done to the database past the program is found, whatever it was."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlmodel import Session

from ejournal import clock
from ejournal.database import session_scope, snapshot
from ejournal.models import AuditEntry, AuditHead
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.audit.anchors import Anchor, AnchorFiles, anchor_files
from ejournal.services.audit.check import faults
from ejournal.services.audit.seal import seal_old_chains
from ejournal.settings import settings
from tests.cast import DAY
from tests.infra.databases import Engines, forget, kept_for_examples
from tests.services.trail_helpers import make_trailed_school

entry, head = table(AuditEntry), table(AuditHead)


IDS = "ids of the school"


def _make(session: Session) -> Session:
    cast = make_trailed_school(session)
    session.info[IDS] = {
        "school": cast.schools["a"].id,
        "pupil": cast.id_of("brother"),
        "kind": cast.kinds["answer"].id,
        "course": cast.courses["russian"].id,
        "lesson": cast.lesson("russian", DAY).id,
    }
    session.commit()
    return session


def own(session: Session) -> int:
    """The number of the school; databases count on over what is undone."""
    return int(session.info[IDS]["school"])


@pytest.fixture(scope="module")
def schools(
    _engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Session]]:
    """By kind of database, a school with a trail; the keys and anchors are the module's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EJOURNAL_DATA_FOLDER", str(tmp_path_factory.mktemp("data")))
        forget()
        with kept_for_examples(_engines, _make) as schools:
            yield schools
    forget()


@pytest.fixture
def school(
    database_kind: str,
    schools: Callable[[str], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    """The school; whatever is done to it and to its anchors is undone after the test."""
    session = schools(database_kind)
    number = own(session)
    end = session.execute(select(head).where(head.c.school_id == number)).one()
    files = anchor_files()
    files.path(number).unlink(missing_ok=True)
    files.keep(Anchor(number, end.number, end.hash, clock.now()))
    with session.begin_nested() as trial:
        yield session
        if trial.is_active:
            trial.rollback()


def found(session: Session) -> list[str]:
    number = own(session)
    return list(faults(session, number, anchor_files(), anchor_files().sizes().get(number, 0)))


def do(session: Session, statements: str) -> None:
    for statement in statements.format(**session.info[IDS]).split(";"):
        session.execute(text(statement))


def test_an_untouched_school_holds(school: Session) -> None:
    assert found(school) == []


OURS = "audit_entry WHERE school_id = {school}"
MARK = (
    "INSERT INTO mark (school_id, lesson_id, course_id, pupil_id, day, slot, value, kind_id,"
    " comment, author_id, created_at, changed_at) SELECT m.school_id, l.id, m.course_id, m.pupil_id,"
    " l.day, 1, '5', m.kind_id, '', m.author_id, m.created_at, m.changed_at FROM mark m JOIN lesson l"
)
TAMPERED = {
    "the last five entries cut": f"DELETE FROM {OURS} AND number > (SELECT max(number) - 5 FROM {OURS});"
    f" UPDATE audit_head SET number = number - 5, hash ="
    f" (SELECT hash FROM {OURS} ORDER BY number DESC LIMIT 1)",
    "all entries deleted": f"DELETE FROM {OURS}; DELETE FROM audit_head",
    "all entries deleted, the head emptied": f"DELETE FROM {OURS}; UPDATE audit_head"
    " SET number = 0, hash = ''",
    "an entry changed": "UPDATE audit_entry SET actor_id = NULL WHERE number = 2",
    "an entry deleted": f"DELETE FROM {OURS} AND number = 3",
    "the head says another key": "UPDATE audit_head SET key_id = '0123456789abcdef'",
    "the head says no key": "UPDATE audit_head SET key_id = ''",
    "a mark changed": "UPDATE mark SET value = '5' WHERE value = '3'",
    "a mark deleted": "DELETE FROM mark WHERE value = '3'",
    "a mark given to another": "UPDATE mark SET pupil_id = {pupil} WHERE value = '3'",
    "a mark weighs another weight": "UPDATE mark SET kind_id = {kind} WHERE value = '3'",
    "a mark's comment changed": "UPDATE mark SET comment = 'лентяй' WHERE comment <> ''",
    "a mark counted in another course": "UPDATE mark SET course_id = {course} WHERE value = '3'",
    "a mark counted in another term": "UPDATE mark SET day = '2026-09-10' WHERE value = '3'",
    "two marks in each other's place": "UPDATE mark SET value = CASE value WHEN '5' THEN '4' ELSE '5' END"
    " WHERE comment <> ''",
    "a mark added": f"{MARK} ON l.course_id = m.course_id AND l.day = '2026-11-12' WHERE m.value = '3'",
    "an absence changed": "UPDATE attendance SET code = 'unexcused' WHERE code = 'ill'",
    "an absence deleted": "DELETE FROM attendance WHERE code = 'ill'",
    "minutes late changed": "UPDATE attendance SET minutes = 40 WHERE minutes = 10",
    "an absence added": "INSERT INTO attendance (school_id, lesson_id, course_id, pupil_id, day, code,"
    " author_id, changed_at) SELECT school_id, lesson_id, course_id, pupil_id, day, 'absent', author_id,"
    " changed_at FROM mark WHERE value = '3'",
    "a term mark changed": "UPDATE term_mark SET value = '2'",
    "what the rule proposed for a term mark changed": "UPDATE term_mark SET proposed = '2'",
    "a term mark under another column": "UPDATE term_mark SET term_number = term_number + 1",
    "a term mark under another course": "UPDATE term_mark SET course_id = {course}",
    "a term mark deleted": "DELETE FROM term_mark",
    "a term mark added": "INSERT INTO term_mark (school_id, course_id, pupil_id, scope, term_number, value,"
    " proposed, author_id, changed_at) SELECT school_id, course_id, pupil_id, 'year', 0, '5', '', author_id,"
    " changed_at FROM term_mark",
    "a remark changed": "UPDATE remark SET text = 'Лентяй'",
    "a remark's tone changed": "UPDATE remark SET tone = 'remark'",
    "a remark deleted": "DELETE FROM remark",
    "a remark given to another": "UPDATE remark SET pupil_id = {pupil}",
    "a remark added": "INSERT INTO remark (school_id, pupil_id, lesson_id, day, tone, text, author_id,"
    " created_at) SELECT school_id, pupil_id, lesson_id, day, tone, 'Опоздал', author_id, created_at"
    " FROM remark",
    "a topic changed": "UPDATE lesson SET topic = 'Вычитание' WHERE topic <> ''",
    "a homework taken away": "UPDATE lesson SET homework = '' WHERE homework <> ''",
    "a homework added": "UPDATE lesson SET homework = '№ 6' WHERE id = {lesson}",
    "a roll said to be called": "UPDATE lesson SET roll_called = NOT roll_called",
    "the tables emptied": "DELETE FROM mark; DELETE FROM attendance; DELETE FROM term_mark",
}


@pytest.mark.parametrize("statements", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_done_past_the_program_is_found(school: Session, statements: str) -> None:
    do(school, statements)
    assert found(school)


def rewrite(session: Session, key: bytes, start: int = 1) -> None:
    """Hash the chain anew from an entry on, and its head, as somebody with this key would."""
    rows = session.execute(
        select(entry).where(entry.c.school_id == own(session)).order_by(entry.c.number)
    ).mappings()
    previous = ""
    for row in map(dict, rows):
        if row["number"] >= start:
            row["previous_hash"] = previous
            row["hash"] = audit.entry_hash(row, key)
            values = {"previous_hash": previous, "hash": row["hash"]}
            session.execute(update(entry).where(entry.c.id == row["id"]).values(**values))
        previous = row["hash"]
    session.execute(update(head).where(head.c.school_id == own(session)).values(hash=previous))


def test_a_chain_hashed_anew_without_the_key_is_found(school: Session) -> None:
    do(school, "UPDATE audit_entry SET action = 'cell.kind' WHERE number = 2")
    rewrite(school, b"a guess")
    assert "entry 1 was changed" in found(school)


def test_a_chain_hashed_anew_even_with_the_key_is_found_by_its_anchors(school: Session) -> None:
    do(school, "UPDATE audit_entry SET actor_id = NULL WHERE number = 4")
    rewrite(school, settings().trail_key, 4)
    (line,) = found(school)
    assert "entry 18 is not the one anchored" in line


def test_a_cut_is_found_also_when_the_school_has_written_on(school: Session) -> None:
    do(school, TAMPERED["the last five entries cut"])
    change = audit.Change("sign-in", "sign_in_session")
    audit.record(school, own(school), None, *[change] * 9)
    end = school.execute(select(head).where(head.c.school_id == own(school))).one()
    anchor_files().keep(Anchor(own(school), end.number, end.hash, clock.now()))
    assert any("entry 18 is not the one anchored" in line for line in found(school))


def test_a_mark_changed_past_the_program_is_found_also_after_it_was_changed_again(school: Session) -> None:
    row = school.execute(text("SELECT lesson_id, pupil_id, kind_id FROM mark WHERE value = '3'")).one()
    was, later = ({"text": one, "cell": [[one, row[2], ""], None, None]} for one in "35")
    do(school, "UPDATE mark SET value = '5' WHERE value = '3'")
    audit.record(school, own(school), None, audit.Change("cell.put", "cell", None, later, was, *row[:2]))
    do(school, f"UPDATE mark SET value = '3' WHERE lesson_id = {row[0]} AND pupil_id = {row[1]}")
    assert any("was changed past the program before entry 19" in line for line in found(school))


def test_what_is_taken_back_is_not_anchored(school: Session) -> None:
    before = anchor_files().sizes()[own(school)]
    with school.begin_nested() as trial:
        audit.record(school, own(school), None, audit.Change("sign-in", "sign_in_session"))
        trial.rollback()
    school.commit()
    assert anchor_files().sizes()[own(school)] == before


def test_an_anchor_that_is_behind_is_no_fault(school: Session) -> None:
    audit.record(school, own(school), None, audit.Change("sign-in", "sign_in_session"))
    assert found(school) == []


def test_a_file_of_anchors_put_back_to_an_older_day_is_found(school: Session) -> None:
    file = anchor_files().path(own(school))
    older = file.read_bytes()
    for hours in (1, 2):
        with school.begin_nested():
            audit.record(school, own(school), None, audit.Change("sign-in", "sign_in_session"))
        later = clock.now() + timedelta(hours=hours)
        do(school, f"UPDATE audit_entry SET at = '{later:%Y-%m-%d %H:%M:%S.%f}' WHERE number = {18 + hours}")
    rewrite(school, settings().trail_key, 19)
    end = school.execute(select(head).where(head.c.school_id == own(school))).one()
    anchor_files().keep(Anchor(own(school), end.number, end.hash, clock.now()))
    assert found(school) == []
    file.write_bytes(older)
    (line,) = found(school)
    assert "the last 2 entries" in line
    assert "were never anchored" in line


def test_a_torn_line_spoils_neither_itself_nor_the_next(school: Session) -> None:
    files = anchor_files()
    (anchor,) = files.read(own(school), 10_000)
    for torn in (anchor.line[:12], anchor.line[:40], anchor.line, "\0" * 30):
        with files.path(own(school)).open("a") as file:
            file.write(torn)
        files.keep(anchor)
    assert found(school) == []
    assert [one.number for one in files.read(own(school), 10_000)] == [18] * 5
    do(school, TAMPERED["the last five entries cut"])
    assert found(school)


def test_anchors_and_keys_are_for_the_owner_alone(school: Session) -> None:
    files = anchor_files()
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert files.path(own(school)).stat().st_mode & 0o777 == 0o600
    assert (settings().data_folder / "audit.key").stat().st_mode & 0o777 == 0o600


def unkey(session: Session) -> None:
    """Give the chain the hashes of a version that knew no key."""
    rows = session.execute(
        select(entry).where(entry.c.school_id == own(session)).order_by(entry.c.number)
    ).mappings()
    previous = ""
    for row in map(dict, rows.all()):
        values = {"previous_hash": previous, "hash": audit.unkeyed_hash(row | {"previous_hash": previous})}
        session.execute(update(entry).where(entry.c.id == row["id"]).values(**values))
        previous = values["hash"]
    session.execute(update(head).where(head.c.school_id == own(session)).values(hash=previous, key_id=""))


def sealing(session: Session) -> dict[str, object]:
    """What the entry says that sealed the chain."""
    last = (
        select(entry.c.action, entry.c.after)
        .where(entry.c.school_id == own(session))
        .order_by(entry.c.number.desc())
    )
    action, after = session.execute(last.limit(1)).one()
    assert action == "trail.base"
    return dict(after)


def test_a_chain_of_an_older_version_is_sealed_once(school: Session) -> None:
    unkey(school)
    anchor_files().path(own(school)).unlink()
    do(school, "UPDATE mark SET value = '2' WHERE value = '3'")  # what no trail of that version could tell
    assert seal_old_chains(school) == [own(school)]
    assert (sealing(school)["entries"], sealing(school)["fault"]) == (18, None)
    assert audit.first_fault(school, own(school)) is None
    assert seal_old_chains(school) == []
    end = school.execute(select(head).where(head.c.school_id == own(school))).one()
    anchor_files().keep(Anchor(own(school), end.number, end.hash, clock.now()))
    assert found(school) == []
    do(school, "UPDATE mark SET value = '5' WHERE value = '2'")
    assert any("what stood there when the trail began was changed" in line for line in found(school))


def test_that_an_older_chain_was_broken_already_is_told(school: Session) -> None:
    unkey(school)
    anchor_files().path(own(school)).unlink()
    do(school, "UPDATE audit_entry SET actor_id = NULL WHERE number = 2")
    seal_old_chains(school)
    assert sealing(school)["fault"] == "entry 2 was changed"


def test_a_chain_with_an_anchor_is_never_sealed_anew(school: Session) -> None:
    unkey(school)
    assert seal_old_chains(school) == []
    assert found(school)


def test_a_place_that_cannot_be_written_stops_no_save(
    school: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = AnchorFiles(Path("/proc/nowhere"))
    monkeypatch.setattr("ejournal.services.audit.anchors.places", lambda: (nowhere,))
    with Session(school.get_bind(), join_transaction_mode="create_savepoint") as other:
        audit.record(other, own(school), None, audit.Change("sign-in", "sign_in_session"))
        other.commit()
    assert f"the anchor of school {own(school)} was not kept" in caplog.text


def test_writers_at_one_time_leave_a_chain_and_anchors_that_hold(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EJOURNAL_DATA_FOLDER", str(tmp_path))
    forget()
    with session_scope() as session:
        _make(session)
        ids = session.info[IDS]

    def write(number: int) -> None:
        with session_scope() as session:
            audit.record(session, ids["school"], None, audit.Change("sign-in", "sign_in_session", number))

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(40)))
    size = anchor_files().sizes()[ids["school"]]
    with snapshot() as session:
        write(41)  # after the check has begun to read
        assert list(faults(session, ids["school"], anchor_files(), size)) == []
    with snapshot() as session:
        session.info[IDS] = ids
        assert found(session) == []
    assert len(list(anchor_files().read(ids["school"], 1 << 20))) == 42
