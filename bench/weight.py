"""How many compressed kilobytes a phone loads before it sees the diary for the first time."""

from typing import Any

from playwright.sync_api import sync_playwright

from bench.school import Crowd
from bench.wire import COOKIE
from tools import install_chromium
from tools.moment import machine_clock

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


def first_load_kb(base: str, guardian: Crowd) -> float:
    """Kilobytes over the wire, headers included, of the diary opened with an empty cache."""
    path = install_chromium.find() or install_chromium.install()
    received = 0.0

    def note(event: dict[str, Any]) -> None:
        nonlocal received
        received += event["encodedDataLength"]

    with machine_clock(), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=FLAGS, env=dict(install_chromium.environment(path))
        )
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": COOKIE, "value": guardian.token, "url": base}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", note)
        page.goto(f"{base}/diary?child={guardian.pupil_id}")
        page.wait_for_load_state("networkidle")
        chromium.close()
    return received / 1024
