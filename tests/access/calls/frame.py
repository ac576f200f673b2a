"""Calls of what stands around every page: language, paper, a database that is away."""

from tests.access.calls.asking import EVERYBODY, Call, of, simple

CALLS: dict[str, Call] = {}

CALLS["PreferencesState.set_locale"] = simple(EVERYBODY, of(locale="en"))
CALLS["OutageState.retry"] = simple(EVERYBODY)
CALLS["PreferencesState.set_theme"] = simple(EVERYBODY, of(theme="dark"))
