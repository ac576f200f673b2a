"""The drawn moment of a run (tools/moment.py): said first and last, and shown to the pages of a browser."""

import os

import pytest
from hypothesis import core, settings

from tools import moment

MOVED = """
(() => {
  const real = Date, moved = () => real.now() + %d;
  globalThis.Date = new Proxy(real, {
    construct: (date, given, target) => Reflect.construct(date, given.length ? given : [moved()], target),
    apply: () => new real(moved()).toString(),
    get: (date, name) => (name === "now" ? moved : Reflect.get(date, name)),
  });
})();
"""


def pytest_configure(config: pytest.Config) -> None:
    """Examples are drawn by the moment too: with it a run is had again, those that failed among them."""
    # Where CI is said Hypothesis draws the same examples for ever. Here by the moment; its other rules hold.
    settings.register_profile("by the moment", settings.get_profile("ci"), derandomize=False)
    settings.load_profile("by the moment")
    word = os.environ.get(moment.SETTING, moment.REAL)
    if word != moment.REAL and config.getoption("--hypothesis-seed") is None:
        core.global_force_seed = word  # type: ignore[assignment]


def pytest_report_header() -> str:
    """The line at the start of a run."""
    return moment.told()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The line at the end of a run, under everything else."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not hasattr(config, "workerinput"):
        reporter.line(moment.told())


def script_of_the_moment() -> str:
    """A script that moves a page's clock like the machine's: Chromium itself does not stand a moved one."""
    return MOVED % (moment.distance_s() * 1000)
