"""An administrator has another system told: the secret is seen once, the trial arrives signed by it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from ejournal.integrations.outgoing.webhook import signature
from tests.browser.test_push import press
from tests.infra.browser import assert_accessible
from tests.infra.gateways import Call, Gateway, listening
from tests.infra.servers import wait_until


@pytest.fixture
def system() -> Iterator[Gateway]:
    """The other system."""
    with listening() as gateway:
        yield gateway


def address_on(page: Page) -> Locator:
    """The field of its address."""
    return page.get_by_label("Адрес", exact=True)


def secret_on(page: Page) -> Locator:
    """The secret while it is shown."""
    return page.locator(".secret-lines li")


def name_system(page: Page, address: str, *kinds: str) -> str:
    """Have the system at the address told of the kinds; its secret."""
    address_on(page).fill(address)
    for kind in kinds:
        page.get_by_label(kind, exact=True).check()
    press(page, "Сохранить")
    expect(secret_on(page)).to_have_count(1)
    return secret_on(page).text_content() or ""


def is_signed(call: Call, secret: str) -> bool:
    """Whether the call bears the signature of who has the secret."""
    signed = signature(secret, call.headers["x-journal-time"], call.body)
    return call.headers["x-journal-signature"] == f"sha256={signed}"


def test_another_system_is_told_by_calls_that_the_secret_has_signed(people: Any, system: Gateway) -> None:
    page = people("admin", "/delivery")
    address_on(page).fill(f"{system.url}/hook")
    press(page, "Сохранить")
    expect(page.get_by_text("Отметьте, о чём сообщать другой системе").first).to_be_visible()
    expect(address_on(page)).to_have_value(f"{system.url}/hook")
    first = name_system(page, f"{system.url}/hook", "Похвала")
    assert_accessible(page)
    press(page, "Я его сохранил(а)")
    expect(secret_on(page)).to_have_count(0)
    page.get_by_role("button", name=re.compile("пробное.*К другой системе")).click()
    wait_until(lambda: len(system.calls) == 1, 30, "no call has come")
    assert is_signed(system.calls[0], first)
    press(page, "Новый секрет…")
    assert_accessible(page)
    press(page, "Создать новый секрет")
    expect(secret_on(page)).to_have_count(1)
    expect(secret_on(page)).not_to_have_text(first)
    press(page, "Отключить…")
    press(page, "Отключить")
    expect(secret_on(page)).to_have_count(0)
    expect(address_on(page)).to_have_value("")
