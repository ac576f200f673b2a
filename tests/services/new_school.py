"""A school in which nothing stands but its administrator."""

from dataclasses import replace

from sqlmodel import Session

from ejournal.access.actor import Actor, actor_of
from ejournal.services.accounts.sign_in import open_session
from ejournal.services.school.card import SchoolFields
from ejournal.services.setup.first_start import (
    AdministratorFields,
    give_setup_link,
    make_first_administrator,
    set_up_school,
)

SCHOOL = SchoolFields("Средняя школа № 12", "Школа № 12", "7707083893", "Клин, Лесная, 3", "Asia/Omsk")
SOMEBODY = AdministratorFields("Орлов", "Дмитрий", "Павлович", "Orlov")
PASSWORD = "тихий омут 7"


def new_school(session: Session, *, deputy: bool = False) -> Actor:
    """The first administrator of a school made a moment ago."""
    token = give_setup_link(session)
    set_up_school(session, token, SCHOOL)
    account = make_first_administrator(session, token, replace(SOMEBODY, deputy=deputy), PASSWORD)
    actor = actor_of(session, open_session(session, account, "10.0.0.1", "").token)
    assert actor is not None
    return actor
