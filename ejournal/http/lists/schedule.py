"""Paper on demand: what a page shows, as PDF."""

from datetime import date

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.http.files import PDF, File
from ejournal.http.routes import route
from ejournal.models import School
from ejournal.printouts.timetable import Poster, draw_poster, draw_week
from ejournal.printouts.timetable_sheets import Printed, poster, week_sheet
from ejournal.services.schedule import views, weeks
from ejournal.services.schedule.views import BY_OTHERS, CHILD, CLASS, View
from ejournal.services.school.logo import logo_of
from ejournal.services.timetable.rows import load_courses, load_standings
from ejournal.services.timetable.versions import list_versions, version_in_force
from ejournal.ui.runtime.inputs import optional_date, optional_row_id

WHOLE_SCHOOL = "school"


@route("/print/schedule", Permission.SCHEDULE_READ)
def print_schedule(request: Request, session: Session, actor: Actor) -> File:
    """A week as ?by=own|child|class|teacher|room|school&id=…&child=…&day=…; the school's is a poster."""
    query = request.query_params
    day = optional_date(query.get("day")) or actor.today
    by = query.get("by") or next(iter(views.ways(actor)), "")
    school, emblem = session.get_one(School, actor.school_id), logo_of(session, actor.school_id)
    printed = Printed(school.name, actor.today, actor.locale, emblem)
    if by == WHOLE_SCHOOL:
        school_week = _poster(session, actor, day, printed)
        return File(f"timetable-{day}.pdf", PDF, lambda: draw_poster(school_week))
    named = optional_row_id(query.get(CHILD if by == CHILD else "id"))
    if named is None and by in (*BY_OTHERS, CHILD):
        raise NotFound
    found = views.open_week(session, actor, View(by, named or actor.person_id), day)
    return File(f"schedule-{found.first}.pdf", PDF, lambda: draw_week(week_sheet(found, printed)))


def _poster(session: Session, actor: Actor, day: date, printed: Printed) -> Poster:
    if not actor.may(Permission.SCHEDULE_OF_OTHERS_READ):
        raise NotFound
    calendar = weeks.calendar_on(session, actor.school_id, day)
    year = calendar.year if calendar else None
    found = version_in_force(session, actor.school_id, year.id, day) if year else None
    if year is None or found is None:
        raise DomainError("The school has no published timetable")
    version = next(one for one in list_versions(session, actor, year.id) if one.id == found)
    courses = load_courses(session, actor.school_id, year.id, (day, day))
    standings = load_standings(session, actor.school_id, found, courses)
    offered = views.choices_of(session, actor, CLASS, day)
    classes = [(one.id, one.title) for one in offered]
    return poster(classes, standings, version.name, day, printed)
