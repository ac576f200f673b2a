"""What is said by the name of a report that cannot be kept."""

import pytest

from ejournal.pages.own_reports.state import OwnReportsState
from ejournal.services.own_reports import keeping
from tests.pages.conftest import OpenTab

State = OwnReportsState


@pytest.mark.usefixtures("cast")
def test_a_name_is_given_once_and_so_many_are_kept(
    open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    tab = open_tab("deputy", "/reports/own")
    tab.send(State.load)
    for title, told in (
        ("Качество", ""),
        ("качество", "У вас уже есть отчёт с таким названием"),
        ("Иное", ""),
    ):
        tab.send(State.open_saving, as_new=True)
        tab.send(State.save, form={"title": title, "audience": "nobody"})
        state: State = tab.state(State)
        if told:
            assert state.errors["title"] == told
            assert state.asks.saving
    assert state.errors["title"].startswith("Хранится не больше 1 отчётов")
