"""The places of the navigation: few at the top, the schedule's own under it, four on a phone's bar."""

from itertools import pairwise

import pytest

from ejournal.ui.kit.icons import PLACE_ICONS
from ejournal.ui.runtime.identity import on_phones, places_of
from ejournal.ui.runtime.places import AT_THE_BOTTOM, PLACES
from tests.cast import Cast

SCHEDULE = ("substitutions", "rooms", "schedule_setup", "own_absence")


def keys(cast: Cast, name: str, within: str) -> list[str]:
    return [one.key for one in places_of(cast.actor(name), {}) if one.within == within]


@pytest.mark.parametrize(
    ("who", "within"),
    [
        ("deputy", SCHEDULE),
        ("director", SCHEDULE[:-1]),
        ("teacher", ("rooms", "own_absence")),
        ("admin", ("rooms",)),
        ("pupil", ()),
        ("guardian", ()),
    ],
)
def test_what_belongs_to_the_schedule_stands_under_it(cast: Cast, who: str, within: tuple[str, ...]) -> None:
    assert tuple(keys(cast, who, "schedule")) == within
    assert len(keys(cast, who, "")) <= 8


EVERYBODY = ("admin", "deputy", "director", "teacher", "teacher_parent", "class_teacher", "pupil", "guardian")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_phone_has_at_most_five_places_and_loses_none(cast: Cast, who: str) -> None:
    places = places_of(cast.actor(who), {"late_changes": 2})
    bar, more = on_phones(places)
    assert len(bar) <= AT_THE_BOTTOM
    assert not any(one.within for one in bar)
    assert all(len(name) <= 11 for one in bar for name in (one.title_ru, one.title_en))  # one line at 360 px
    assert sorted(one.key for one in bar + more) == sorted(one.key for one in places)


def test_what_stands_within_follows_its_place_and_every_place_has_an_icon() -> None:
    for (before, _), (place, _) in pairwise(PLACES):
        assert place.within in ("", before.key, before.within)
    assert {place.icon for place, _ in PLACES} <= set(PLACE_ICONS)
