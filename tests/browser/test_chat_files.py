"""Files in the chat: sent on a line that breaks, seen by those in the room, refused in words beside them."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from bench.network import Network
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person, sign_in
from tests.infra.sent_files import EXE, PDF
from tests.infra.servers import LiveServer

SIZE = (1500, 1100)
LINE_BITS = 5_000_000
HAS_BEGUN = "document.querySelector('.chosen-file progress')?.value > 0"
HAS_COME = "one => one.complete && one.naturalWidth > 0"


def photo() -> FilePayload:
    """A photograph of a megabyte or two."""
    noise = Image.frombytes("RGB", SIZE, random.Random(1).randbytes(SIZE[0] * SIZE[1] * 3))
    written = BytesIO()
    noise.save(written, "JPEG", quality=80)
    return {"name": "Домик на сцене.jpeg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def paper() -> FilePayload:
    return {"name": "Памятка.pdf", "mimeType": "application/pdf", "buffer": PDF}


@contextmanager
def at_a_bad_line(
    browser: Browser, server: LiveServer, test: pytest.Item, device: dict[str, Any]
) -> Iterator[tuple[BrowserContext, Network]]:
    """Somebody whose line can be broken."""
    with ExitStack() as stack:
        network = stack.enter_context(Network(server.url, bits_per_s=LINE_BITS, round_trip_s=0.05).running())
        yield stack.enter_context(person(browser, network.url, test, **device)), network


def open_room(context: BrowserContext, login: str) -> Page:
    """The room of the parents of the demo class."""
    page = sign_in(context, login, to="/chat")
    page.locator(".chat-line", has_text="родители").first.click()
    expect(page.get_by_role("log")).to_be_visible()
    return page


def choose(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Прикрепить файлы", exact=True).set_input_files(list(files))


def chosen(page: Page) -> Locator:
    return page.locator(".chosen-file")


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_and_a_pdf_come_through_a_line_that_breaks(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest, device: dict[str, Any]
) -> None:
    with at_a_bad_line(browser, server, request.node, device) as (context, network):
        page = open_room(context, "classteacher")
        words = f"Домик готов, {'стол' if device is DESKTOP else 'телефон'}"
        page.get_by_role("textbox", name="Сообщение").fill(words)
        choose(page, photo(), paper())
        page.wait_for_function(HAS_BEGUN)
        network.cut()
        expect(chosen(page).first).to_contain_text("ждёт сети")
        network.mend()
        expect(page.locator(".chosen-file.is-done")).to_have_count(2)
        expect(page.get_by_role("textbox", name="Сообщение")).to_have_value(words)
        page.get_by_role("button", name="Отправить").click()
        sent = page.locator(".talk-message:not(.is-waiting)", has_text=words)
        expect(sent.locator(".shown-pictures img")).to_have_count(1)
        expect(chosen(page)).to_have_count(0)
    with person(browser, server.url, request.node, **device) as context:
        page = open_room(context, "parent")
        shown = page.locator(".talk-message", has_text=words)
        picture = shown.locator(".shown-pictures img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        page.wait_for_function(f"({HAS_COME})(document.querySelector('.talk-message:last-child img'))")
        opener = shown.get_by_role("button", name="Открыть снимок: Домик на сцене.jpg")
        opener.click()
        viewer = page.get_by_role("dialog", name="Домик на сцене.jpg")
        expect(viewer.locator("img")).to_have_js_property("naturalWidth", SIZE[0])
        assert_accessible(page)
        page.go_back()
        expect(viewer).to_have_count(0)
        expect(page.get_by_role("log")).to_be_visible()
        link = shown.get_by_role("link", name="Памятка.pdf")
        expect(link).to_have_attribute("target", "_blank")
        answer = context.request.get(link.get_attribute("href") or "")
        assert (answer.status, answer.body()) == (200, PDF)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("inline")
        assert_accessible(page)


def test_what_is_refused_is_said_beside_it_and_the_rest_can_be_sent(desktop: BrowserContext) -> None:
    page = open_room(desktop, "classteacher")
    choose(page, {"name": "игра.jpg", "mimeType": "image/jpeg", "buffer": EXE}, paper())
    refused = chosen(page).filter(has_text="игра.jpg")
    expect(refused.get_by_role("alert")).to_contain_text("Программы не принимаются")
    send = page.get_by_role("button", name="Отправить")
    expect(send).to_be_disabled()
    refused.get_by_role("button", name="Удалить: игра.jpg").click()
    expect(send).to_be_enabled()
    # What has come is there again after the page was opened anew.
    page.reload()
    expect(page.locator(".chosen-file.is-done")).to_have_count(1)
    page.get_by_role("button", name="Удалить: Памятка.pdf").click()
    expect(chosen(page)).to_have_count(0)


def test_no_more_than_ten_go_with_one_message(desktop: BrowserContext) -> None:
    page = open_room(desktop, "classteacher")
    choose(page, *(paper() for _ in range(11)))
    expect(page.locator(".chosen-file.is-done")).to_have_count(10)
    expect(page.get_by_role("alert").filter(has_text="не больше десяти")).to_be_visible()
    for _ in range(10):
        chosen(page).first.get_by_role("button", name="Удалить: Памятка.pdf").click()
    expect(chosen(page)).to_have_count(0)


def test_pictures_are_pasted_and_dropped(desktop: BrowserContext) -> None:
    page = open_room(desktop, "classteacher")
    for event, bears in (("paste", "clipboardData"), ("drop", "dataTransfer")):
        page.locator(".talk-field textarea").evaluate(
            """(field, [event, bears, bytes]) => {
              const files = new DataTransfer();
              const type = 'application/pdf';
              files.items.add(new File([Uint8Array.from(bytes)], `${event}.pdf`, { type }));
              const made = event === 'paste'
                ? new ClipboardEvent(event, { clipboardData: files, bubbles: true, cancelable: true })
                : new DragEvent(event, { dataTransfer: files, bubbles: true, cancelable: true });
              field.dispatchEvent(made);
            }""",
            [event, bears, list(PDF)],
        )
        expect(page.locator(".chosen-file.is-done", has_text=f"{event}.pdf")).to_have_count(1)
    for name in ("paste", "drop"):
        page.get_by_role("button", name=f"Удалить: {name}.pdf").click()
    expect(chosen(page)).to_have_count(0)
