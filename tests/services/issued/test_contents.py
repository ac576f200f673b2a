"""What differs between two papers of one thing is counted place by place."""

from hypothesis import given
from hypothesis import strategies as st

from ejournal.services.issued.contents import (
    Difference,
    Section,
    as_kept,
    differences,
    differences_words,
    from_kept,
    packed,
    unpacked,
)

places = st.dictionaries(st.text(max_size=6), st.sampled_from(["5", "4", "н", ""]), max_size=12)
contents = st.dictionaries(st.sampled_from(Section), places, max_size=4)


@given(contents, contents)
def test_every_place_that_is_not_as_it_was_is_counted_once(before: dict, after: dict) -> None:  # type: ignore[type-arg]
    was = {(section, place): value for section, own in before.items() for place, value in own.items()}
    now = {(section, place): value for section, own in after.items() for place, value in own.items()}
    found = differences(before, after)
    assert sum(one.added for one in found) == len(now.keys() - was.keys())
    assert sum(one.removed for one in found) == len(was.keys() - now.keys())
    assert sum(one.changed for one in found) == sum(was[key] != now[key] for key in was.keys() & now.keys())
    assert from_kept(as_kept(found)) == found
    assert all(one.added or one.changed or one.removed for one in found)


@given(contents)
def test_what_is_kept_is_read_back(content: dict) -> None:  # type: ignore[type-arg]
    assert unpacked(packed(content)) == content
    assert differences(content, content) == []


def test_the_difference_is_said_in_words() -> None:
    found = [Difference(Section.MARKS, 6, 1, 0), Difference(Section.LESSONS, 3, 0, 2)]
    assert differences_words(found, "ru") == (
        "Отметки и пропуски: добавлено 6, изменено 1. Уроки: добавлено 3, удалено 2"
    )
    assert differences_words([], "en") == "Nothing differs"
    every = [Difference(one, 1, 1, 1) for one in Section]
    assert len(differences_words(every, "en").split(". ")) == len(Section)
