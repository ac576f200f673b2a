"""The forum on both sizes: a guardian asks, the class teacher lets it through, another guardian answers."""

import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Page, expect

from tests.infra.browser import assert_accessible
from tests.infra.servers import LiveServer

OTHER_GUARDIAN = """
    SELECT account.login FROM account
    JOIN guardianship ON guardianship.guardian_id = account.person_id
        AND guardianship.starts IS NULL AND guardianship.ends IS NULL AND guardianship.rights = 'full'
    JOIN enrolment ON enrolment.pupil_id = guardianship.pupil_id AND enrolment.ends IS NULL
    JOIN role_grant ON role_grant.class_id = enrolment.class_id AND role_grant.role = 'class_teacher'
    JOIN account AS teacher ON teacher.person_id = role_grant.person_id AND teacher.login = 'classteacher'
    WHERE account.login NOT IN ('parent', 'teacher', 'classteacher') AND NOT account.blocked
    ORDER BY account.id LIMIT 1
"""


def other_guardian(server: LiveServer) -> str:
    """The login of a guardian of the same class."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=20)) as school:
        return str(school.execute(OTHER_GUARDIAN).fetchone()[0])


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True).filter(visible=True)


def open_section(page: Page, name: str) -> None:
    page.get_by_role("link").filter(has_text=name).filter(visible=True).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def make_section(teacher: Page, name: str) -> None:
    """The class teacher makes a section of the class, in which a moderator looks first."""
    button(teacher, "Новый раздел").click()
    dialog = teacher.get_by_role("dialog", name="Новый раздел")
    dialog.get_by_label("Какого класса").select_option(index=1)
    dialog.get_by_label("Название").fill(name)
    dialog.get_by_label("Сообщения семей сначала смотрит модератор").check()
    button(teacher, "Сохранить").click()
    expect(dialog).not_to_be_visible()
    open_section(teacher, name)
    expect(teacher.get_by_text("Тем пока нет")).to_be_visible()
    expect(teacher.get_by_text("Начните первую.")).to_be_visible()


def test_a_guardian_asks_the_class_teacher_lets_it_through_another_answers(
    people: Any, device: str, server: LiveServer
) -> None:
    name, topic = f"Питание, {device}", f"Завтраки по средам, {device}"
    teacher = people("classteacher", "/forum")
    make_section(teacher, name)
    parent = people("parent", "/forum")
    open_section(parent, name)
    button(parent, "Новая тема").click()
    dialog = parent.get_by_role("dialog", name="Новая тема")
    dialog.get_by_label("Тема").fill(topic)
    dialog.get_by_label("Текст").fill("Можно **раньше**? <b>нет</b> https://example.org/menu")
    button(parent, "Опубликовать").click()
    expect(parent.get_by_role("heading", level=1, name=topic)).to_be_visible()
    expect(parent.get_by_text("ждёт модератора")).to_be_visible()
    expect(button(parent, "Ответить")).to_have_count(0)
    post = parent.locator(".forum-post")
    expect(post.locator("strong")).to_have_text("раньше")
    expect(post.locator("b", has_text="нет")).to_have_count(0)
    expect(post.get_by_role("link", name="https://example.org/menu")).to_have_attribute(
        "rel", "noopener nofollow"
    )
    assert_accessible(parent)

    teacher.get_by_role("link", name="Ждёт вас: 1").click()
    waiting = teacher.locator(".sheet").filter(has_text=topic)
    assert_accessible(teacher)
    waiting.get_by_role("button", name="Пропустить").click()
    expect(teacher.get_by_text("Ничего не ждёт решения")).to_be_visible()
    expect(parent.get_by_text("ждёт модератора")).to_have_count(0)

    other = people(other_guardian(server), "/forum")
    other.get_by_role("searchbox", name="Поиск по форуму").fill("абракадабра")
    expect(other.get_by_text("Ничего не нашлось")).to_be_visible()
    expect(other.get_by_text("Попробуйте другие слова.")).to_be_visible()
    other.get_by_role("searchbox", name="Поиск по форуму").fill("завтраком")
    other.get_by_role("link").filter(has_text=topic).click()
    other.get_by_label("Текст").fill("Мы за")
    button(other, "Ответить").click()
    expect(other.get_by_text("Другие увидят, когда пропустит модератор")).to_be_visible()

    bell = parent.get_by_role("link", name="Уведомления").filter(visible=True)
    teacher.locator(".sheet").filter(has_text=topic).get_by_role("button", name="Пропустить").click()
    expect(teacher.get_by_text("Ничего не ждёт решения")).to_be_visible()
    expect(parent.locator(".forum-post").filter(has_text="Мы за")).to_be_visible()
    bell.click()
    expect(parent.get_by_text(f"Новый ответ: {topic}").first).to_be_visible()
