"""News on both sizes: written with a draft and a look at it, acknowledged on a phone, spoken of, public."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.infra.browser import assert_accessible


def line(page: Page, title: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=title)


def write(page: Page, title: str) -> None:
    page.get_by_role("button", name="Написать новость").click()
    page.wait_for_url("**/news/write?id=*")
    page.get_by_role("combobox", name="Вся школа").select_option(label="Все родители")
    expect(page.get_by_role("status").filter(has_text="Прочита")).to_be_visible()
    page.get_by_label("Заголовок").fill(title)
    page.get_by_role("textbox", name="Текст").fill("Собираемся **в девять** <b>нет</b>")
    page.get_by_label("Каждый должен ознакомиться").check()
    page.get_by_label("Можно комментировать").check()
    page.get_by_label("И на открытой странице").check()
    page.get_by_role("button", name="Дальше: посмотреть").click()


def test_news_are_published_acknowledged_spoken_of_and_withdrawn(people: Any, device: str) -> None:
    title = f"Субботник, {device}"
    deputy = people("deputy", "/news")
    write(deputy, title)
    error = deputy.get_by_text("Посмотрите, кто назван в тексте, и отметьте это здесь")
    expect(error).to_be_visible()
    assert_accessible(deputy)
    deputy.get_by_label("На снимках и в открытом тексте нет никого").check()
    deputy.get_by_role("button", name="Дальше: посмотреть").click()
    expect(deputy.get_by_text("Каждого просят ознакомиться")).to_be_visible()
    expect(deputy.locator(".marked-words strong")).to_have_text("в девять")
    assert_accessible(deputy)
    deputy.get_by_role("button", name="Опубликовать", exact=True).click()
    expect(deputy.get_by_role("heading", level=1)).to_have_text(title)
    expect(deputy.get_by_text("Ознакомились 0 из")).to_be_visible()
    public = deputy.get_by_role("link", name="открытая страница").get_attribute("href")

    parent = people("parent", "/news")
    expect(line(parent, title).get_by_text("нужно ознакомиться")).to_be_visible()
    assert_accessible(parent)
    line(parent, title).get_by_role("link").click()
    expect(parent.locator(".marked-words b")).to_have_count(0)
    parent.get_by_role("button", name="С новостью ознакомлен").click()
    expect(parent.get_by_text("Вы ознакомились")).to_be_visible()
    parent.get_by_label("Ваш комментарий").fill("Придём всей семьёй")
    parent.get_by_role("button", name="Отправить", exact=True).click()
    expect(parent.get_by_text("Придём всей семьёй", exact=True)).to_be_visible()
    expect(parent.get_by_label("Ваш комментарий")).to_have_value("")
    assert_accessible(parent)

    expect(deputy.get_by_text("Ознакомились 1 из")).to_be_visible()
    expect(deputy.get_by_text("Придём всей семьёй", exact=True)).to_be_visible()
    deputy.locator(".news-group").filter(has_text="1 из").first.click()
    expect(deputy.get_by_text("ознакомлено", exact=True).first).to_be_visible()
    assert_accessible(deputy)

    parent.goto(parent.url.partition("/news")[0] + str(public))
    expect(parent.get_by_role("heading", level=1)).to_have_text(title)
    expect(parent.get_by_text("Придём всей семьёй")).to_have_count(0)
    assert_accessible(parent)
