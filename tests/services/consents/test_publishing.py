"""The documents: drafts, versions that never change, what changed between them; who may write."""

from dataclasses import replace

import pytest

from ejournal import limits
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.services.consents import publishing
from ejournal.services.consents.comparing import Paragraph, Sign, changes
from ejournal.services.consents.documents import (
    Purpose,
    documents_in_force,
    plant_samples,
    purposes,
    text_hash,
)
from ejournal.services.consents.publishing import DraftFields
from ejournal.services.consents.samples import has_gaps, samples
from tests.cast import Cast

MEALS = DraftFields("Питание", "Передавать столовой имя.", "Питаться за наличные.", True, False, False)


def own(cast: Cast, name: str = "Буфет", reader: str = "deputy") -> Purpose:
    return next(one for one in purposes(cast.session, cast.actor(reader)) if one.name == name)


def seen(fields: DraftFields) -> str:
    return text_hash(fields.title, fields.text, fields.refusal)


def published(cast: Cast, fields: DraftFields = MEALS) -> int:
    number = publishing.add_purpose(cast.session, cast.actor("director"), "Буфет", fields)
    publishing.publish(cast.session, cast.actor("director"), number, seen(fields), keeps_former=False)
    return number


def refused(cast: Cast, number: int, hash_seen: str, keeps: bool = False) -> str:
    with pytest.raises(DomainError) as error:
        publishing.publish(cast.session, cast.actor("director"), number, hash_seen, keeps_former=keeps)
    return error.value.message


def test_a_purpose_of_ones_own_is_a_draft_until_it_is_published(cast: Cast) -> None:
    number = publishing.add_purpose(cast.session, cast.actor("admin"), " Буфет ", MEALS)
    assert (own(cast).current, documents_in_force(cast.session, own_school(cast))) == (None, ())
    publishing.publish(cast.session, cast.actor("admin"), number, seen(MEALS), keeps_former=True)
    [version] = own(cast).versions
    assert (version.version, version.text_hash, version.keeps_former) == (1, seen(MEALS), False)
    assert own(cast).draft is None


def own_school(cast: Cast) -> int:
    return cast.schools["a"].id or 0


def test_what_is_published_is_never_written_anew(cast: Cast) -> None:
    number = published(cast)
    changed = replace(MEALS, text="Передавать столовой имя и класс.")
    publishing.write_draft(cast.session, cast.actor("admin"), number, changed)
    publishing.write_draft(cast.session, cast.actor("admin"), number, replace(changed, title="Обеды"))
    assert [one.text for one in own(cast).versions] == [MEALS.text]
    draft = own(cast).draft
    assert draft is not None
    assert (draft.version, draft.title) == (2, "Обеды")
    assert refused(cast, number, seen(changed)).startswith("The draft has changed meanwhile")
    publishing.drop_draft(cast.session, cast.actor("admin"), number)
    assert own(cast).draft is None
    assert refused(cast, number, seen(changed)) == "There is no draft any more"


def test_the_same_words_are_no_new_version(cast: Cast) -> None:
    number = published(cast)
    publishing.write_draft(cast.session, cast.actor("admin"), number, MEALS)
    assert refused(cast, number, seen(MEALS)) == "This is word for word the version in force"


def test_a_sample_is_published_only_once_its_gaps_are_filled(cast: Cast) -> None:
    plant_samples(cast.session, own_school(cast))
    assert all(has_gaps(one.text) for one in samples())
    purpose = own(cast, samples()[0].name)
    assert purpose.draft is not None
    words = purpose.draft
    assert refused(cast, purpose.id, text_hash(words.title, words.text, words.refusal)) == (
        "Fill in what stands in square brackets first"
    )


def test_a_draft_of_nothing_published_goes_with_its_purpose(cast: Cast) -> None:
    number = publishing.add_purpose(cast.session, cast.actor("admin"), "Буфет", MEALS)
    with pytest.raises(DomainError, match="Nothing of this purpose was published"):
        publishing.close_purpose(cast.session, cast.actor("admin"), number)
    publishing.drop_draft(cast.session, cast.actor("admin"), number)
    assert purposes(cast.session, cast.actor("admin")) == ()


def test_a_closed_purpose_is_written_no_more(cast: Cast) -> None:
    number = published(cast)
    publishing.close_purpose(cast.session, cast.actor("admin"), number)
    for act in (
        lambda: publishing.write_draft(cast.session, cast.actor("admin"), number, MEALS),
        lambda: publishing.close_purpose(cast.session, cast.actor("admin"), number),
    ):
        with pytest.raises(DomainError, match="This purpose is closed"):
            act()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"refusal": ""}, "refusal"),
        ({"title": "А" * (limits.CONSENT_TITLE + 1)}, "title"),
        ({"text": "А" * (limits.CONSENT_TEXT + 1)}, "text"),
        ({"asks_children": False}, "whom"),
    ],
)
def test_a_draft_says_what_is_wrong_by_the_field(cast: Cast, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as error:
        publishing.add_purpose(cast.session, cast.actor("admin"), "Буфет", replace(MEALS, **wrong))  # type: ignore[arg-type]
    assert error.value.field == field


def test_two_purposes_have_two_names_and_a_school_has_a_bounded_number(cast: Cast) -> None:
    published(cast)
    for name in ("", "Буфет"):
        with pytest.raises(DomainError) as error:
            publishing.add_purpose(cast.session, cast.actor("admin"), name, MEALS)
        assert error.value.field == "name"
    for number in range(publishing.MOST_PURPOSES - 1):
        publishing.add_purpose(cast.session, cast.actor("admin"), f"Цель {number}", MEALS)
    with pytest.raises(DomainError, match="At most"):
        publishing.add_purpose(cast.session, cast.actor("admin"), "Ещё одна", MEALS)


def test_documents_are_written_by_director_and_administrator_of_the_school(cast: Cast) -> None:
    number = published(cast)
    for name in ("deputy", "class_teacher", "teacher", "guardian"):
        with pytest.raises(NotAllowed):
            publishing.write_draft(cast.session, cast.actor(name), number, MEALS)
        with pytest.raises(NotAllowed):
            publishing.add_purpose(cast.session, cast.actor(name), "Ещё", MEALS)
    with pytest.raises(NotFound):
        publishing.write_draft(cast.session, cast.actor("admin"), 10**6, MEALS)
    for name in ("class_teacher", "guardian"):
        with pytest.raises(NotAllowed):
            purposes(cast.session, cast.actor(name))


def test_what_has_changed_is_told_by_paragraphs() -> None:
    before, after = "Первый.\n\nВторой.\n\nТретий.", "Первый.\n\nВторой иначе.\n\nТретий.\n\nЧетвёртый."
    assert changes(before, after) == (
        Paragraph(Sign.SAME, "Первый."),
        Paragraph(Sign.GONE, "Второй."),
        Paragraph(Sign.ADDED, "Второй иначе."),
        Paragraph(Sign.SAME, "Третий."),
        Paragraph(Sign.ADDED, "Четвёртый."),
    )
    assert {one.sign for one in changes(after, after)} == {Sign.SAME}
