"""The school's emblem: taken in by its heads, kept in the database, shown to its people and on paper."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.models import AuditEntry, SchoolLogo
from ejournal.services.school.logo import logo_hash
from tests.cast import Cast
from tests.integrations.test_logo import BAD

pytestmark = pytest.mark.usefixtures("files")
SAID = {
    "a drawing program": "PNG, JPEG или WebP", "a bomb": "больше 20 мегапикселей", "a dot": "слишком мала",
    "half of one": "повреждена",
}  # fmt: skip
TIMETABLE = "/print/schedule?by=school&day=2026-11-20"


def picture(color: str = "#2456a6") -> bytes:
    written = BytesIO()
    Image.new("RGB", (80, 60), color).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def as_admin(browser: TestClient, cast: Cast) -> TestClient:
    browser.cookies.set(COOKIE, cast.token("admin"))
    return browser


def pictures_in(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_emblem_is_shown_to_the_schools_people_and_kept_by_their_browsers(
    as_admin: TestClient, cast: Cast
) -> None:
    assert as_admin.get("/school/logo").status_code == 404
    assert as_admin.post("/settings/logo", content=picture()).text == "ok"
    with session_scope(writing=False) as session:
        known = logo_hash(session, cast.schools["a"].id or 0)
    answer = as_admin.get(f"/school/logo?v={known}")
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert as_admin.get("/school/logo?v=former").headers["cache-control"] == "no-cache"
    as_admin.cookies.set(COOKIE, cast.token("pupil"))
    assert as_admin.get("/school/logo").content == answer.content
    as_admin.cookies.set(COOKIE, cast.token("pupil_b"))
    assert as_admin.get("/school/logo").status_code == 404


def test_strangers_see_it_where_there_is_one_school_alone(as_admin: TestClient, cast: Cast) -> None:
    as_admin.post("/settings/logo", content=picture())
    as_admin.cookies.clear()
    assert as_admin.get("/auth/logo").status_code == 404
    assert as_admin.get("/school/logo").status_code == 404


def test_another_one_takes_its_place_and_the_trail_knows_both(as_admin: TestClient, cast: Cast) -> None:
    for color in ("red", "green", "green"):
        assert as_admin.post("/settings/logo", content=picture(color)).status_code == 200
    with session_scope(writing=False) as session:
        assert len(session.scalars(select(SchoolLogo)).all()) == 1
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "school.logo")).all()
    assert [(one.before is None, one.after is None) for one in entries] == [(True, False), (False, False)]


def test_what_is_no_picture_is_refused_in_words_and_leaves_nothing(as_admin: TestClient, files: Path) -> None:
    for what, says in SAID.items():
        answer = as_admin.post("/settings/logo", content=BAD[what][0])
        assert (answer.status_code, says in answer.text) == (400, True), what
    large = as_admin.post("/settings/logo", content=b"x" * (2 * 1024 * 1024 + 1))
    assert (large.status_code, "больше 2 МБ" in large.text) == (400, True)
    assert list((files / "incoming").iterdir()) == []


def test_it_stands_on_printed_papers(as_admin: TestClient, cast: Cast) -> None:
    as_admin.cookies.set(COOKIE, cast.token("deputy"))
    papers = ("/print/substitutions.pdf?month=2026-11", TIMETABLE)
    assert [pictures_in(as_admin.get(path).content) for path in papers] == [0, 0]
    assert as_admin.post("/settings/logo", content=picture()).status_code == 200
    slips = as_admin.post(f"/print/slips?whom=pupils&class={cast.classes['6b'].id}").content
    assert [pictures_in(as_admin.get(path).content) for path in papers] == [1, 1]
    assert pictures_in(slips) == 1
