"""Codes for those without an account: whose they are, how long they work, who may make them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, GuardianRights, Guardianship, OneTimeLink
from ejournal.services.registration.codes import (
    Lacking,
    Slip,
    Whom,
    give_codes,
    lacking_in_classes,
    lacking_of_staff,
)
from ejournal.services.registration.signs import (
    LENGTH,
    SIGNS,
    code_hash,
    new_code,
    read_code,
    require_code,
    spelled,
)
from tests.cast import Cast


def of_6b(session: Session, cast: Cast, member: str = "class_teacher", **more: int) -> tuple[Slip, ...]:
    """The slips of the pupils of 6Б."""
    return give_codes(session, cast.actor(member), Whom.PUPILS, cast.classes["6b"].id, **more)[1]


def add_guardian(session: Session, cast: Cast, rights: GuardianRights = GuardianRights.FULL) -> str:
    """Дроздова becomes the guardian of Петров Глеб; her name."""
    person = cast.people["primary_teacher"]
    ward = Guardianship(
        school_id=person.school_id, guardian_id=person.id or 0, pupil_id=cast.id_of("arrived"), rights=rights
    )
    session.add(ward)
    session.flush()
    return person.full_name


def test_a_code_is_for_whoever_has_no_account(session: Session, cast: Cast) -> None:
    assert [one.name for one in of_6b(session, cast)] == ["Петров Глеб Маратович"]


def test_pupils_and_guardians_are_never_on_one_sheet(session: Session, cast: Cast) -> None:
    name = add_guardian(session, cast)
    title, slips = give_codes(session, cast.actor("deputy"), Whom.GUARDIANS, cast.classes["6b"].id)
    assert [(one.name, one.children) for one in slips] == [(name, ("Петров Глеб",))]
    assert title == "6 «Б»"
    assert name not in [one.name for one in of_6b(session, cast)]


def test_all_classes_are_printed_at_once_one_after_another(session: Session, cast: Cast) -> None:
    add_guardian(session, cast)
    for child in ("pupil", "brother", "other_pupil"):  # of 6Б, 2А and 6В: one slip, among those of 2А
        whose = Guardianship(
            school_id=cast.schools["a"].id or 0, guardian_id=cast.id_of("left"), pupil_id=cast.id_of(child)
        )
        session.add(whose)
    session.flush()
    title, slips = give_codes(session, cast.actor("admin"), Whom.GUARDIANS)
    assert title == ""
    assert [(one.class_id, one.classes, len(one.children)) for one in slips] == [
        (cast.classes["2a"].id, "2 «А», 6 «Б», 6 «В»", 3),
        (cast.classes["6b"].id, "6 «Б»", 1),
    ]


def test_a_guardian_without_rights_gets_no_code(session: Session, cast: Cast) -> None:
    add_guardian(session, cast, GuardianRights.NONE)
    with pytest.raises(DomainError, match="has an account already"):
        give_codes(session, cast.actor("admin"), Whom.GUARDIANS, cast.classes["6b"].id)


def test_a_new_code_ends_the_former(session: Session, cast: Cast) -> None:
    of_6b(session, cast)
    of_6b(session, cast)
    links = session.exec(select(OneTimeLink).order_by("id")).all()
    assert [link.replaced_at is not None for link in links] == [True, False]


def test_only_a_keyed_hash_is_kept(session: Session, cast: Cast) -> None:
    [slip] = of_6b(session, cast)
    kept = "".join(str(row) for kind in (OneTimeLink, AuditEntry) for row in session.exec(select(kind)))
    code = slip.code.replace("-", "")
    assert code not in kept
    assert slip.code not in kept
    assert code_hash(code) in kept


def test_making_and_printing_stand_in_the_trail(session: Session, cast: Cast) -> None:
    of_6b(session, cast)
    told = [(one.action, one.actor_id) for one in session.exec(select(AuditEntry).order_by("number"))]
    author = cast.id_of("class_teacher")
    assert told[-2:] == [("code-make", author), ("codes-print", author)]


def test_one_person_can_be_printed_alone(session: Session, cast: Cast) -> None:
    assert len(of_6b(session, cast, person_id=cast.id_of("arrived"))) == 1
    with pytest.raises(DomainError):
        of_6b(session, cast, person_id=cast.id_of("pupil"))
    with pytest.raises(NotFound):
        of_6b(session, cast, person_id=cast.id_of("other_pupil"))


@pytest.mark.parametrize("member", ["teacher", "director", "guardian", "pupil"])
def test_nobody_else_makes_codes(session: Session, cast: Cast, member: str) -> None:
    with pytest.raises(NotAllowed):
        of_6b(session, cast, member)


def test_a_class_teacher_makes_codes_for_the_own_class_only(session: Session, cast: Cast) -> None:
    actor = cast.actor("class_teacher")
    with pytest.raises(NotFound):
        give_codes(session, actor, Whom.PUPILS, cast.classes["6v"].id)
    for whom in Whom:
        with pytest.raises(NotFound):
            give_codes(session, actor, whom)
    assert [one.title for one in lacking_in_classes(session, actor)] == ["6 «Б»"]
    assert lacking_of_staff(session, actor) is None


def test_who_looks_after_people_sees_who_lacks_an_account(session: Session, cast: Cast) -> None:
    actor = cast.actor("admin")
    of_6b(session, cast)
    found = {one.title: one for one in lacking_in_classes(session, actor)}
    assert list(found) == ["2 «А»", "6 «Б»", "6 «В»"]
    assert found["6 «Б»"].pupils == Lacking(people=3, without=1, with_code=1)
    assert found["6 «Б»"].guardians == Lacking(people=2)
    staff = lacking_of_staff(session, actor)
    assert staff is not None
    assert staff.without == 0


LOOKALIKES = {
    "C": "CcСс", "H": "HhНн", "K": "KkКк", "M": "MmМм", "P": "PpРр", "T": "TtТт", "X": "XxХх",
    "2": "2ZzＺ２", "3": "3Зз", "4": "4Чч", "5": "5Ss", "6": "6БбGg", "8": "8BbВв", "7": "7７", "9": "9",
}  # fmt: skip
"""How people type the signs of a code: in either alphabet, small and large, wide, letters for digits."""
BETWEEN = ["", "", "", " ", "-", "–", "\u00a0", " - ", ".", "\t"]
_PLAIN = [chr(at) for at in range(0x30, 0x450) if unicodedata.normalize("NFKC", chr(at)) == chr(at)]
NEVER = [sign for sign in _PLAIN if sign.isalnum() and not read_code(sign * LENGTH)]
"""Signs of which no code is made."""


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and how somebody types it."""
    code = draw(st.text(SIGNS, min_size=LENGTH, max_size=LENGTH))
    typed = [draw(st.sampled_from(BETWEEN)) + draw(st.sampled_from(LOOKALIKES[sign])) for sign in code]
    return code, "".join(typed) + draw(st.sampled_from(BETWEEN))


@given(spellings())
def test_a_code_is_read_as_it_is_meant(spelling: tuple[str, str]) -> None:
    code, typed = spelling
    assert read_code(typed) == require_code(typed, "code") == code


@given(spellings(), st.integers(0, LENGTH), st.lists(st.sampled_from(NEVER), min_size=1, max_size=4))
def test_what_stands_in_no_code_is_named_by_the_field(
    spelling: tuple[str, str], at: int, signs: list[str]
) -> None:
    typed = spelling[0][:at] + "".join(signs) + spelling[0][at:]
    assert read_code(typed) == ""
    with pytest.raises(DomainError, match="Codes have no") as refused:
        require_code(typed, "code")
    assert refused.value.field == "code"
    assert all(f"«{sign}»" in str(refused.value.params["signs"]) for sign in signs)


@pytest.mark.parametrize("sign", [*"0OОoоQ1IilLАЕУаеуЖ"])
def test_zero_o_one_and_letters_like_them_are_never_guessed(sign: str) -> None:
    assert sign in NEVER


@given(st.text(SIGNS, max_size=3 * LENGTH).filter(lambda text: len(text) != LENGTH))
def test_too_few_and_too_many_signs_are_counted_in_words(typed: str) -> None:
    assert read_code(typed) == ""
    with pytest.raises(DomainError, match="A code has" if typed else "Fill this in") as refused:
        require_code(typed, "code")
    assert refused.value.params.get("n", 0) == len(typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_refused_in_words(typed: str) -> None:
    read = read_code(typed)
    if read:
        assert require_code(typed, "code") == read
    else:
        with pytest.raises(DomainError) as refused:
            require_code(typed, "code")
        assert refused.value.field == "code"


def test_codes_differ_and_have_only_their_signs() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert set("".join(made)) <= set(SIGNS)
    assert all(read_code(spelled(code)) == code for code in made)
