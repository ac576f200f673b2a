"""A parent of children in two schools, on a phone: the second slip joins, both diaries are read."""

import re
from datetime import timedelta

from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlmodel import Session, SQLModel, select

from ejournal.database import make_engine
from ejournal.models import (
    AcademicYear,
    Account,
    Course,
    Enrolment,
    Guardianship,
    Lesson,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolClass,
    SchoolSettings,
    Subject,
    TermKind,
    TermScheme,
)
from ejournal.services.registration.signs import read_code
from tests.browser.test_register import goes_on
from tests.infra.browser import sign_in
from tests.infra.paper import text_of
from tests.infra.servers import LiveServer

HOMEWORK = "Выучить гамму до мажор"
SCHOOL = "Гимназия 2"


def second_school(server: LiveServer) -> int:
    """Another school with the demo parent's other child and homework each day; its class's number."""
    engine = make_engine(server.database)
    with Session(engine) as session:
        session.connection(execution_options={"writing": True})
        class_id = _plant(session)
        session.commit()
    engine.dispose()
    return class_id


def _plant(session: Session) -> int:
    def add(row: SQLModel) -> int:
        session.add(row)
        session.flush()
        number: int = row.id  # type: ignore[attr-defined]
        return number

    accounts = {one.login: one for one in session.exec(select(Account)).all()}
    parent = session.get_one(Person, accounts["parent"].person_id)
    year = session.exec(select(AcademicYear)).first()
    assert year is not None
    school = add(School(code="b", name="Гимназия № 2", short_name=SCHOOL))
    add(SchoolSettings(school_id=school))
    of: dict[str, int] = {"school_id": school}
    year_id = add(AcademicYear(**of, name=year.name, starts=year.starts, ends=year.ends))
    scheme_id = add(TermScheme(**of, year_id=year_id, kind=TermKind.QUARTER, name="Четверти"))
    class_id = add(SchoolClass(**of, year_id=year_id, scheme_id=scheme_id, grade=3, letter="А"))
    people = {
        Role.ADMINISTRATOR: add(Person(**of, last_name="Орлова", first_name="Яна")),
        Role.PUPIL: add(Person(**of, last_name=parent.last_name, first_name="Марк")),
        Role.GUARDIAN: add(
            Person(
                **of,
                last_name=parent.last_name,
                first_name=parent.first_name,
                middle_name=parent.middle_name,
            )
        ),
    }
    for role, person_id in people.items():
        add(RoleGrant(**of, person_id=person_id, role=role))
    pupil_id, teacher_id = people[Role.PUPIL], people[Role.ADMINISTRATOR]
    add(Guardianship(**of, guardian_id=people[Role.GUARDIAN], pupil_id=pupil_id))
    add(Enrolment(**of, class_id=class_id, pupil_id=pupil_id, starts=year.starts))
    admin = accounts["admin"]
    add(
        Account(
            **of, person_id=teacher_id, login="admin-b", password_hash=admin.password_hash,
            password_changed_at=admin.password_changed_at,
        )
    )  # fmt: skip
    subject_id = add(Subject(**of, name="Сольфеджио", position=0))
    course = Course(**of, year_id=year_id, class_id=class_id, subject_id=subject_id, teacher_id=teacher_id)
    course_id, day = add(course), year.starts
    while day <= year.ends:
        add(Lesson(**of, course_id=course_id, day=day, number=1, teacher_id=teacher_id, homework=HOMEWORK))
        day += timedelta(days=1)
    return class_id


def slip_of_b(staff: BrowserContext, server: LiveServer, class_id: int) -> str:
    """The code on the slip that the second school's administrator prints."""
    origin = {"Origin": server.url}
    staff.request.post("/auth/login", form={"login": "admin-b", "password": "demo"}, headers=origin)
    answer = staff.request.post(f"/print/slips?whom=guardians&class={class_id}", headers=origin)
    return next(word for word in text_of(answer.body()).split() if read_code(word))


def homework(page: Page) -> Locator:
    """The lesson's homework on the day that is open."""
    return page.get_by_text(HOMEWORK).locator("visible=true")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_parent_reads_the_diaries_of_both_schools(
    desktop: BrowserContext, phone: BrowserContext, server: LiveServer
) -> None:
    code = slip_of_b(desktop, server, second_school(server))
    page = sign_in(phone, "parent", to="/account")
    page.get_by_role("link", name="Добавить школу по коду").tap()
    page.get_by_label("Код").fill(code)
    page.get_by_role("button", name="Дальше").tap()
    expect(page.get_by_role("heading", name="Один вход в обе школы")).to_be_visible()
    goes_on(page, "Объединить")

    # The new school's child, and the others a press away.
    page.wait_for_url(lambda address: "/register" not in address)
    expect(page.get_by_role("heading", name=re.compile("Марк, 3 «А»"))).to_be_visible()
    page.goto("/diary")
    expect(homework(page)).to_be_visible()
    pills = page.get_by_label("Ребёнок")
    expect(pills.locator("[aria-current=true]")).to_have_text(f"Марк, 3 «А», {SCHOOL}")
    fits(page)

    beside = phone.new_page()
    beside.goto("/diary")
    expect(homework(beside)).to_be_visible()
    other = pills.get_by_role("button").first
    label = other.inner_text()
    other.tap()
    current = page.get_by_label("Ребёнок").locator("[aria-current=true]")
    expect(current).to_have_text(label)
    expect(page.get_by_text(HOMEWORK)).to_have_count(0)
    fits(page)
    # The tab beside has gone along: it holds nothing of the school that was left.
    expect(beside.get_by_label("Ребёнок").locator("[aria-current=true]")).not_to_have_text(re.compile("Марк"))
    expect(beside.get_by_text(HOMEWORK)).to_have_count(0)

    # Today tells of the school that is not open, and leads there.
    page.goto("/")
    page.get_by_role("button", name=re.compile(f"Ещё: Марк, {SCHOOL}")).tap()
    expect(page.get_by_role("heading", name=re.compile("Марк, 3 «А»"))).to_be_visible()
