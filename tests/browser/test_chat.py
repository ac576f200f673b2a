"""The chat on both sizes: two write to each other live, on a line that goes, and find it again later."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.infra.browser import assert_accessible

ROOM = "родители"


def room(page: Page) -> Locator:
    """The room of the class's parents: that in which something was written stands first."""
    return page.locator(".chat-line").filter(has_text=ROOM).first


def last(page: Page) -> Locator:
    return page.locator(".talk-message").last


def write(page: Page, words: str) -> None:
    field = page.locator(".talk-composer textarea")
    field.fill(words)
    page.locator(".talk-send").click()
    expect(field).to_have_value("")


def test_two_write_to_each_other_live_and_what_waits_for_the_network_leaves_by_itself(
    people: Any, device: str
) -> None:
    teacher, parent = people("classteacher", "/chat", at_a_desk=True), people("parent", "/chat")
    room(teacher).click()
    room(parent).click()
    expect(last(parent)).to_be_visible()
    teacher.locator(".talk-composer textarea").fill("С")
    expect(parent.locator(".talk-typing")).to_contain_text("пишет…")
    write(teacher, f"Сбор у входа, {device}")
    expect(last(parent)).to_contain_text(f"Сбор у входа, {device}")
    expect(last(teacher).locator(".talk-state")).to_be_visible()
    assert_accessible(parent)
    parent.context.set_offline(True)
    write(parent, f"Будем вдвоём, {device}")
    expect(last(parent)).to_contain_text("ждёт связи, уйдёт само")
    parent.context.set_offline(False)
    expect(last(teacher)).to_contain_text(f"Будем вдвоём, {device}")
    expect(parent.locator(".talk-message.is-waiting")).to_have_count(0)
    expect(parent.locator(".talk-message", has_text=f"Будем вдвоём, {device}")).to_have_count(1)


def test_who_is_named_by_the_first_letters_is_told_and_led_to_the_message(people: Any, device: str) -> None:
    teacher, parent = people("classteacher", "/chat", at_a_desk=True), people("parent", "/")
    room(teacher).click()
    first, middle, surname = str(parent.locator(".account-name").first.text_content()).split()
    name = f"{first[0]}. {middle[0]}. {surname}"
    field = teacher.locator(".talk-composer textarea")
    field.press_sequentially(f"@{surname[:4]}")
    offered = teacher.get_by_role("listbox", name="Кого упомянуть").get_by_role("option", name=name)
    expect(offered).to_be_visible()
    assert_accessible(teacher)
    while offered.get_attribute("aria-selected") != "true":
        field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(f"@{name} ")
    field.press_sequentially(f"вы с нами, {device}?")
    field.press("Enter")
    expect(last(teacher).locator(".talk-named")).to_have_text(f"@{name}")
    if teacher.locator(".chat-late").is_visible():  # at night nobody is told but of what is urgent
        teacher.get_by_role("button", name="Срочно: сообщить сейчас").click()
        expect(teacher.get_by_text("Сообщили")).to_be_visible()
    parent.goto("/notices")
    parent.get_by_role("link", name="упоминает вас в чате").first.click()
    expect(parent.locator(".talk-message.is-sought .talk-named.is-me")).to_have_text(f"@{name}")
    assert_accessible(parent)


def test_a_message_is_found_by_another_form_of_its_word_and_shown_in_its_place(people: Any) -> None:
    parent = people("parent", "/chat")
    parent.get_by_label("Поиск в сообщениях").fill("репетицией ")
    hit = parent.locator(".chat-hit").filter(has_text=ROOM)
    expect(hit.locator("mark")).to_have_text("Репетиция")
    assert_accessible(parent)
    hit.click()
    expect(parent.locator(".talk-message.is-sought")).to_contain_text("Репетиция в субботу")
    expect(parent.locator(".talk-message.is-sought")).to_be_in_viewport()
