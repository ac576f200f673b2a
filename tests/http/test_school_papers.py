"""The papers of the whole school and the archive, taken by who may; what is gone, and what was changed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.models import AuditEntry, Opening, PaperArchive, PaperRunState
from ejournal.models.base import table
from ejournal.printouts.school.making import make_run
from ejournal.services.issued.checking import checked
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.whole import archives, runs
from ejournal.services.papers.whole.runs import Wish
from tests.cast import Cast
from tests.infra.paper import text_of, words_outside
from tests.infra.pdfa import faults_of
from tests.test_disk import room_for


@pytest.fixture
def made(cast: Cast, files: Path) -> Callable[[Wish], None]:
    """made(wish): the papers of the school, made to their end."""

    def make(wish: Wish) -> None:
        with session_scope() as session:
            run_id = runs.begin(session, cast.actor("deputy"), wish, "ru", clock.now())
        make_run(run_id)

    return make


ARCHIVE = Wish(1, (PaperKind.JOURNAL, PaperKind.SUMMARY), archives=True)


def archived() -> list[PaperArchive]:
    with session_scope(writing=False) as session:
        return list(session.scalars(select(PaperArchive).order_by(table(PaperArchive).c.id)))


def test_who_may_takes_both_files_and_others_find_nothing(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None]
) -> None:
    made(Wish(1, (PaperKind.JOURNAL,)))
    for member, status in (("deputy", 200), ("director", 200), ("class_teacher", 404), ("admin", 404)):
        browser.cookies.set(COOKIE, cast.token(member))
        zipped, merged = browser.get("/print/school.zip"), browser.get("/print/school.pdf")
        assert (zipped.status_code, merged.status_code) == (status, status)
    browser.cookies.set(COOKIE, cast.token("deputy"))
    assert browser.get("/print/school.zip").content.startswith(b"PK")
    answer = browser.get("/print/school.pdf")
    assert 'filename="school-1.pdf"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert len(PdfReader(BytesIO(answer.content)).pages) > 10
    with session_scope(writing=False) as session:
        opener = table(Opening).c.opener_id
        openers = {*session.scalars(select(opener))}
    assert {cast.id_of("deputy"), cast.id_of("director")} <= openers


def test_a_file_that_is_gone_is_not_there(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None], files: Path
) -> None:
    made(Wish(1, (PaperKind.SUMMARY,)))
    browser.cookies.set(COOKIE, cast.token("deputy"))
    next(files.rglob("all.zip")).unlink()
    assert browser.get("/print/school.zip").status_code == 404


def test_what_is_over_goes_into_the_archive_as_pdf_a_by_its_fingerprint(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None], files: Path
) -> None:
    made(ARCHIVE)
    found = archived()
    assert [(one.title, one.kind) for one in found] == [
        (title, kind) for title in ("2 «А»", "6 «Б»", "6 «В»") for kind in ("journal", "summary")
    ]
    assert {one.term_name for one in found} == {"I четверть"}
    browser.cookies.set(COOKIE, cast.token("deputy"))
    answer = browser.get(f"/print/archive?id={found[2].id}")
    assert (answer.status_code, faults_of(answer.content)) == (200, [])
    assert checked(answer.content).fault is None
    with session_scope(writing=False) as session:
        trail = table(AuditEntry).c
        hashes = session.scalars(select(trail.after).where(trail.action == "papers.archive")).all()
        lines = archives.archive_of(session, cast.actor("deputy"))
    assert [one["sha256"] for one in hashes if one] == [one.sha256 for one in found]
    assert sorted({(one.kind.value, one.kept_until.year) for one in lines}) == [
        ("journal", 2032), ("summary", 2052),
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in files.glob("archive/*/*.pdf")} == {0o400}
    assert not list(files.rglob("*.part.pdf"))


def test_the_act_names_every_file_of_the_term_by_its_fingerprint(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None]
) -> None:
    made(ARCHIVE)
    found = archived()
    browser.cookies.set(COOKIE, cast.token("deputy"))
    written = browser.get(f"/print/archive-act?id={found[-1].id}").content
    text = " ".join(text_of(written).split())
    assert "Акт сдачи журналов в архив: I четверть, 2026/2027" in text
    assert f"Всего 6 файлов, {sum(one.pages for one in found)} страниц" in text
    assert [one.sha256 for one in found if one.sha256 not in text.replace(" ", "")] == []
    assert "Сдал: должность, фамилия, подпись, дата" in text
    assert "Принял: должность, фамилия, подпись, дата" in text
    assert words_outside(written) == []
    for member in ("class_teacher", "teacher_b", "guardian", "admin"):
        browser.cookies.set(COOKIE, cast.token(member))
        assert browser.get(f"/print/archive-act?id={found[0].id}").status_code == 404


def test_a_changed_or_lost_file_is_told_here_and_by_the_check(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None], files: Path
) -> None:
    made(ARCHIVE)
    first, second, *_ = archived()
    changed, lost = (archives.file_of(one.school_id, one.sha256) for one in (first, second))
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes().replace(b"endobj", b"endobk", 1))
    lost.unlink()
    browser.cookies.set(COOKIE, cast.token("deputy"))
    answers = [browser.get(f"/print/archive?id={one.id}") for one in (first, second)]
    assert [(one.status_code, one.text) for one in answers] == [
        (400, "Файл в архиве не тот, что туда сдали. Сообщите администратору"),
        (400, "Файла в архиве больше нет. Сообщите администратору"),
    ]
    with session_scope(writing=False) as session:
        faults = archives.faults_of_archive(session, first.school_id)
    assert [one.split(":")[0] for one in faults] == [
        f"archive, number {first.id} (2 «А», journal)", f"archive, number {second.id} (2 «А», summary)",
    ]  # fmt: skip


def test_another_school_and_others_of_this_one_take_nothing_from_the_archive(
    browser: TestClient, cast: Cast, made: Callable[[Wish], None]
) -> None:
    made(ARCHIVE)
    for member in ("class_teacher", "teacher_b", "guardian", "admin"):
        browser.cookies.set(COOKIE, cast.token(member))
        assert browser.get(f"/print/archive?id={archived()[0].id}").status_code == 404


def test_a_full_disk_lays_nothing_into_the_archive(
    cast: Cast, made: Callable[[Wish], None], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay = archives.lay_in

    def full(*given: object) -> dict[str, int]:
        laid = lay(*given)  # type: ignore[arg-type]
        with room_for(0), (files / "x").open("wb") as file:
            file.write(b"no room")
        return laid

    monkeypatch.setattr(archives, "lay_in", full)
    made(ARCHIVE)
    with session_scope(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(PaperArchive)) == 0
        found = runs.run_of(session, cast.actor("deputy"))
    assert found is not None
    assert found.state is PaperRunState.FAILED
    assert not list(files.glob("archive/*/*"))
