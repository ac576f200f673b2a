"""A browser told of news: switched on by its owner, told by a push service of ours, shown without a name."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.infra.browser import DEVICES, assert_accessible, person, sign_in
from tests.infra.gateways import Gateway, listening
from tests.infra.push import Browser as Told
from tests.infra.servers import LiveServer, wait_until

SUBSCRIBED = """{
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
  Notification.requestPermission = async () => 'granted';
  const given = { endpoint: '%s/of/this', keys: { p256dh: '%s', auth: '%s' } };
  let on = false;
  const subscription = { endpoint: given.endpoint, toJSON: () => given,
    unsubscribe: async () => !(on = false) };
  PushManager.prototype.subscribe = async () => { on = true; return subscription; };
  PushManager.prototype.getSubscription = async () => (on ? subscription : null);
}"""
"""A test's Chromium knows no push service, and asks nobody: this is what one gives."""
PUSHED = """async (all) => {
  const shown = [];
  self.registration.showNotification = async (title, look) => shown.push(title + (look.body ?? ''));
  for (const data of all) {
    const waits = [];
    const told = new PushEvent('push', { data });
    told.waitUntil = (one) => waits.push(one);
    self.dispatchEvent(told);
    await Promise.all(waits);
  }
  return shown;
}"""
"""Without a screen Chromium shows no notices: what the worker would have had it show."""


@pytest.fixture
def service() -> Iterator[Gateway]:
    """The push service."""
    with listening() as gateway:
        yield gateway


@pytest.fixture(params=list(DEVICES))
def of_parent(
    request: pytest.FixtureRequest, browser: Browser, server: LiveServer
) -> Iterator[BrowserContext]:
    """The browser of a parent."""
    with ExitStack() as stack:
        context = stack.enter_context(
            person(browser, server.url, request.node, **DEVICES[str(request.param)])
        )
        yield context


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_device_is_told_by_a_sealed_sign_until_it_is_switched_off(
    of_parent: BrowserContext, service: Gateway
) -> None:
    keys = Told()
    of_parent.add_init_script(SUBSCRIBED % (service.url, keys.public, keys.secret))
    page = sign_in(of_parent, "parent", to="/notices/choices")
    sheet = page.locator(".sheet").filter(has=page.get_by_role("heading", name="На этом устройстве"))
    expect(sheet.get_by_role("status").first).to_have_text("Это устройство уведомлений не получает.")
    press(page, "Включить уведомления на этом устройстве")
    expect(sheet.get_by_role("status").first).to_have_text("Это устройство получает уведомления.")
    expect(sheet.get_by_role("button", name="Удалить")).to_have_count(1)
    assert_accessible(page)
    press(page, "Отправить пробное")
    wait_until(lambda: len(service.calls) == 1, 30, "no push has come")
    assert keys.opened(service.calls[0].body) == {"kind": "trial"}
    told = sheet.get_by_text("Пробное от")

    def taken() -> bool:
        press(page, "Обновить")
        page.wait_for_timeout(300)
        return "принято" in (told.text_content() or "")

    wait_until(taken, 30, "it is not said that the trial was taken")
    press(page, "Выключить на этом устройстве")
    expect(sheet.get_by_role("status").first).to_have_text("Это устройство уведомлений не получает.")
    expect(sheet.get_by_role("button", name="Удалить")).to_have_count(0)


def test_whatever_is_pushed_the_device_shows_words_of_its_own(desktop: BrowserContext) -> None:
    page = sign_in(desktop, "parent", to="/notices")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    (worker,) = desktop.service_workers
    pushed = ['{"kind": "news"}', '{"kind": "urgent"}', '{"kind": "trial"}', '{"kind": "Анна"}', "Анна: 2"]
    news = "Новое в дневнике"
    assert worker.evaluate(PUSHED, pushed) == [
        news, "Срочное сообщение школы", "Проверка: уведомления сюда приходят", news, news,
    ]  # fmt: skip
