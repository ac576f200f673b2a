"""Lets no layer of the tests go unnoticed: with --whole, a skip or an idle layer fails the run."""

from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
RAN = ("passed", "failed", "error")
LONGEST = ("browser", "live", "serve", "access", "test_demo.py")
"""Layers and files that take minutes: begun first, so that no process waits for the other's last file."""


def layers() -> list[str]:
    """The folders of tests/ that hold tests."""
    return sorted({path.relative_to(TESTS).parts[0] for path in TESTS.glob("*/**/test_*.py")})


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option --whole of the full run."""
    parser.addoption("--whole", action="store_true", help="fail when a test is skipped or a layer runs none")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file the order of the file."""
    places = {layer: place for place, layer in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.relative_to(TESTS).parts[0], len(LONGEST)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the whole run when a layer was left out."""
    if _is_whole(session.config) and session.exitstatus == pytest.ExitCode.OK and _missing(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many tests each layer ran, and what was left out."""
    config = terminalreporter.config
    if not _is_whole(config):
        return
    terminalreporter.section("layers")
    counts = _counts(config)
    for layer in layers():
        said = ", ".join(f"{counts[layer, outcome]} {outcome}" for outcome in (*RAN, "skipped"))
        terminalreporter.line(f"{layer}: {said}")
    for line in _missing(config):
        terminalreporter.line(f"FAILED {line}", red=True)


def _is_whole(config: pytest.Config) -> bool:
    return bool(config.getoption("whole")) and not hasattr(config, "workerinput")


def _missing(config: pytest.Config) -> list[str]:
    counts = _counts(config)
    idle = [f"{layer}: no test ran" for layer in layers() if not any(counts[layer, ran] for ran in RAN)]
    skipped = [f"{layer}: {count} skipped" for (layer, what), count in counts.items() if what == "skipped"]
    return sorted(idle + skipped)


def _counts(config: pytest.Config) -> Counter[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None
    counts: Counter[tuple[str, str]] = Counter()
    for outcome in (*RAN, "skipped", "xfailed"):
        for report in reporter.stats.get(outcome, ()):
            parts = Path(report.nodeid.partition("::")[0]).parts
            if len(parts) > 2:
                counts[parts[1], "skipped" if outcome == "xfailed" else outcome] += 1
    return counts
