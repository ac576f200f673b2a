"""What several journeys share: the sizes, and people who each come on a device of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.infra.browser import DESKTOP, DEVICES, person, sign_in
from tests.infra.servers import LiveServer


@pytest.fixture(params=list(DEVICES))
def device(request: pytest.FixtureRequest) -> str:
    """Each size in turn."""
    return str(request.param)


@pytest.fixture
def people(
    browser: Browser, server: LiveServer, device: str, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """people("parent", "/diary"): that person signs in and is there, on the device or always at a desk."""
    with ExitStack() as all_of_them:

        def come(login: str, to: str = "/", *, at_a_desk: bool = False) -> Page:
            size = DESKTOP if at_a_desk else DEVICES[device]
            of_device = person(browser, server.url, request.node, **size)
            return sign_in(all_of_them.enter_context(of_device), login, to=to)

        yield come
