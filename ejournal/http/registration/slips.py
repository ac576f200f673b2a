"""Slips with registration codes: made and printed in one act, since a code is told only once."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.addresses import own_address
from ejournal.http.files import PDF, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.models import School
from ejournal.printouts.slips import TO_A_PAGE, draw_slips, slip_words
from ejournal.services.registration.codes import LASTS, Whom, give_codes
from ejournal.services.school.logo import logo_of
from ejournal.ui.runtime.inputs import optional_number, optional_row_id

REGISTER = "/register"


@route("/print/slips", Permission.CODES_GIVE, methods=("POST",))
def print_slips(request: Request, session: Session, actor: Actor) -> File:
    """New codes as ?whom=pupils|guardians|staff&class=…&person=…&each=1|4; those printed before end."""
    query = request.query_params
    whom = next((one for one in Whom if one.value == query.get("whom")), None)
    each = optional_number(query.get("each"))
    if whom is None:
        raise NotFound
    title, slips = give_codes(
        session, actor, whom, optional_row_id(query.get("class")), optional_row_id(query.get("person"))
    )
    school = session.get_one(School, actor.school_id)
    until = clock.local(clock.now() + LASTS, actor.time_zone).date()
    words = slip_words(actor.locale, whom, school.name, own_address(request.scope) + REGISTER, until)
    words = replace(words, logo=logo_of(session, actor.school_id))
    name = " · ".join(filter(None, (gettext(actor.locale, "Registration slips"), title)))
    to_a_page = each if each in TO_A_PAGE else TO_A_PAGE[-1]
    return File("slips.pdf", PDF, lambda: draw_slips(name, slips, words, to_a_page))
