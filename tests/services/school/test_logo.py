"""Whose emblem a stranger sees: that of an installation's only school."""

import pytest
from sqlmodel import Session

from ejournal.errors import NotAllowed
from ejournal.models import School, SchoolLogo
from ejournal.services.school.logo import logo_hash, logo_of_the_only_school, remove_logo, set_logo
from tests.cast import Cast


def test_a_stranger_sees_it_where_there_is_one_school_alone(session: Session) -> None:
    school = School(code="a", name="Школа № 7", short_name="Школа 7")
    session.add(school)
    session.flush()
    assert logo_of_the_only_school(session) == b""
    session.add(SchoolLogo(school_id=school.id or 0, png=b"png", png_hash="h", width=1, height=1))
    session.flush()
    assert logo_of_the_only_school(session) == b"png"
    session.add(School(code="b", name="Гимназия № 2", short_name="Гимназия 2"))
    session.flush()
    assert logo_of_the_only_school(session) == b""


def test_heads_set_and_remove_the_emblem_of_their_own_school(cast: Cast) -> None:
    session, head = cast.session, cast.actor("director")
    set_logo(session, head, b"png", 40, 40)
    assert logo_hash(session, head.school_id)
    assert not logo_hash(session, cast.schools["b"].id or 0)
    assert (remove_logo(session, head), remove_logo(session, head)) == (True, False)
    for member in ("teacher", "guardian"):
        with pytest.raises(NotAllowed):
            set_logo(session, cast.actor(member), b"png", 40, 40)
