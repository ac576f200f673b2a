"""When the first own text of a page stands on a phone, and how many bytes come until the page is its own.

A guardian's phone: 390 × 844, a processor four times slower, 1.6 Mbit/s and a round trip of 150 ms for pages
and websocket, each connection one round trip more. Cold is an empty cache, warm the second opening.

`python -m bench.phone ADDRESS TOKEN CHILD [times]` measures a server that runs.
"""

import json
import statistics
import sys
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.network import Network
from bench.weight import FLAGS
from bench.wire import COOKIE
from tools import install_chromium
from tools.moment import machine_clock

BITS_PER_S, ROUND_TRIP_S, SLOWER = 1.6e6, 0.15, 4
TIMES = 5
PAGES = {
    "home": ("/", ".rows, .empty"),
    "diary": ("/diary?child={child}", ".diary-lesson, .diary-note, .empty"),
    "marks": ("/diary/marks?child={child}", ".marks-subject, .empty"),
}
"""Each page's address and what its own text is in, on a day without lessons too."""
_WATCH = """(() => {
  const note = (name) => { window.seen ??= {}; window.seen[name] ??= performance.now(); };
  const shows = (root) => {
    const found = [...document.querySelectorAll(root + ' .content :is(%s)')];
    return found.some((one) => one.getClientRects().length > 0);
  };
  const look = () => {
    if (shows('body')) note('text');
    if (shows('body > .shell')) note('own');
    if (!window.seen?.own) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
_TOLD = """() => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  return { text: Math.max(window.seen.text, painted), own: window.seen.own };
}"""


def figures(base: str, token: str, child: int, times: int = TIMES) -> Iterator[tuple[str, float]]:
    """Seconds to the first text and to the page that can be used; kilobytes of a cold opening."""
    path = install_chromium.find() or install_chromium.install()
    with (
        machine_clock(),
        Network(base, BITS_PER_S, ROUND_TRIP_S).running() as line,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(
            executable_path=path, args=FLAGS, env=dict(install_chromium.environment(path))
        )
        for name, (address, own) in PAGES.items():
            runs = [_twice(chromium, line, token, address.format(child=child), own) for _ in range(times)]
            for at, state in enumerate(("cold", "warm")):
                for what in ("text", "own"):
                    middle = statistics.median(run[at][what] for run in runs) / 1000
                    yield f"phone.{'first_text' if what == 'text' else 'own'}_s.{name}.{state}", middle
            yield f"phone.bytes_kb.{name}", statistics.median(run[0]["bytes"] for run in runs) / 1024
        chromium.close()


def _twice(browser: Browser, line: Network, token: str, address: str, own: str) -> list[dict[str, float]]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    context.add_cookies([{"name": COOKIE, "value": token, "url": line.url}])
    context.add_init_script(_WATCH % own)
    try:
        return [_opened(context, line, address) for _ in range(2)]
    finally:
        context.close()


def _opened(context: BrowserContext, line: Network, address: str) -> dict[str, float]:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    before = line.received
    page.goto(line.url + address, wait_until="commit")
    page.wait_for_function("() => window.seen?.own", timeout=60_000)
    received = line.received - before
    told: dict[str, Any] = page.evaluate(_TOLD)
    page.wait_for_load_state("networkidle")
    page.close()
    return {**told, "bytes": received}


if __name__ == "__main__":
    base, token, child, *rest = sys.argv[1:]
    for found, value in figures(base, token, int(child), int(rest[0]) if rest else TIMES):
        print(json.dumps({found: round(value, 3)}), flush=True)
