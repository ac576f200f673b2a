"""What the shell shows of the signed-in person: name, roles in words, places to go."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import exists, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.co_teaching import teaches_course
from ejournal.access.permissions import Permission
from ejournal.access.rules import asker_of
from ejournal.i18n import gettext, ngettext
from ejournal.models import Role
from ejournal.models.structure import class_title
from ejournal.services.accounts.places import own_places
from ejournal.services.base import tables as db
from ejournal.services.home.heads import count_reports
from ejournal.services.late_changes.changes import count_late_changes
from ejournal.services.notices.board import Unread, unread
from ejournal.services.school.logo import logo_hash
from ejournal.settings import settings
from ejournal.ui.runtime.places import ACCOUNT, AT_THE_BOTTOM, CHAT, CLASSES, IN_SHORT, PLACES, side_of
from ejournal.ui.runtime.session import WORK, OtherSchool, Place, SessionState
from ejournal.ui.runtime.work import Work

_ROLE_WORDS = {
    Role.DIRECTOR: "head of school",
    Role.DEPUTY: "deputy head",
    Role.ADMINISTRATOR: "administrator",
    Role.PUPIL: "pupil",
    Role.GUARDIAN: "parent",
}


LOGO = "/school/logo"


def show_logo(state: SessionState, work: Work) -> None:
    """Show the school's emblem, at an address under which browsers keep it for good."""
    known = logo_hash(work.session, work.actor.school_id)
    state.logo = f"{LOGO}?v={known}" if known else ""


def show(state: SessionState, work: Work, *, again: bool = False) -> None:
    """Fill the shell's vars once for a sign-in, counts each time; `again` after a switch of language."""
    actor = work.actor
    show_side(state, actor)
    show_unread(state, work)
    show_bell(state, work)
    show_asked(state, work)
    if state.signed_in and not again:
        return
    row = work.session.execute(
        select(
            db.person.c.first_name,
            db.person.c.middle_name,
            db.person.c.last_name,
            db.school.c.short_name,
            db.account.c.theme,
            exists().where(db.account_place.c.account_id == db.account.c.id),
        )
        .join_from(db.person, db.school, db.school.c.id == db.person.c.school_id)
        .join(db.account, db.account.c.id == actor.account_id)
        .where(db.person.c.id == actor.person_id)
    ).one()
    first, middle, last, school, theme, has_places = row
    state.account = str(actor.account_id)
    state.person_name = " ".join(part for part in (first, middle, last) if part)
    state.school_name = school
    mine = own_places(work.session, actor) if has_places else ()
    state.schools = [OtherSchool(str(one.id), one.school) for one in mine if not one.current]
    show_logo(state, work)
    if not again:
        state.locale, state.theme = actor.locale, theme
    state.role_line = role_line(work.session, actor, state.locale)
    state.demo = settings().demo
    until = clock.local(actor.until, actor.time_zone)
    state.looking = f"{until:%H:%M}" if actor.looking else ""
    state.signed_in, state.ended, state.elsewhere = True, False, False


def show_unread(state: SessionState, work: Work) -> None:
    """Fill the places with what waits at each; costs queries only who decides."""
    waiting = {
        "late_changes": count_late_changes(work.session, work.actor),
        "substitutions": count_reports(work.session, work.actor),
        CHAT: _unread_rooms(state),
    }
    places = [one for one in places_of(work.actor, waiting) if one.side in ("", state.side or one.side)]
    if _places(state) != places:
        _show_places(state, places)


def _show_places(state: SessionState, places: list[Place]) -> None:
    state.places = places
    state.bottom_places, state.more_places = on_phones(places)


def _places(state: SessionState) -> list[Place]:
    """The places as they are: read through the state each of their words would be wrapped for tracking."""
    return list(state.get_value("places"))


def _unread_rooms(state: SessionState) -> int:
    return next((one.unread for one in _places(state) if one.key == CHAT), 0)


def show_asked(state: SessionState, work: Work) -> None:
    """Show how many days are left to set up a second factor that the school asks for."""
    by, today = work.actor.factor_by, work.actor.today
    state.factor_asked = by is not None
    state.factor_over = work.actor.lacks_factor
    if by is not None and not state.factor_over:
        days = (by - today).days
        state.factor_left_ru, state.factor_left_en = _left("ru", days), _left("en", days)


def _left(locale: str, days: int) -> str:
    return ngettext(
        locale,
        "{n} day is left: switch the confirmation of sign-ins on",
        "{n} days are left: switch the confirmation of sign-ins on",
        days,
    )


def show_side(state: SessionState, actor: Actor) -> None:
    """Show of work and family what the open page belongs to, else what was chosen last; it is a view only."""
    # Who looks with another's eyes sees both sides at once: nothing is chosen for the person.
    state.two_sided = actor.holds(Role.GUARDIAN) and actor.works and actor.looking is None
    if not state.two_sided:
        state.side = ""
        return
    state.side = side_of(str(state.router.url.path or "/")) or state.side or actor.side or WORK


def show_bell(state: SessionState, work: Work) -> None:
    """Show how many notices are unread, and rooms at the chat's place; one query by an index."""
    may_read = work.actor.may(Permission.NOTICES_READ)
    new = unread(work.session, work.actor) if may_read else Unread()
    if state.unread != new.notices:
        state.unread = new.notices
    if _unread_rooms(state) != new.rooms:
        _show_places(
            state,
            [replace(one, unread=new.rooms) if one.key == CHAT else one for one in _places(state)],
        )


def on_phones(places: list[Place]) -> tuple[list[Place], list[Place]]:
    """The places of a phone's bar, most used first, and those behind «Ещё»."""
    bar = [one for one in places if not one.within and one.key != ACCOUNT][:AT_THE_BOTTOM]
    return [_in_short(one) for one in bar], [one for one in places if one not in bar]


def _in_short(place: Place) -> Place:
    russian, english = IN_SHORT.get(place.key, (place.title_ru, place.title_en))
    return replace(place, title_ru=russian, title_en=english)


def places_of(actor: Actor, unread: Mapping[str, int]) -> list[Place]:
    """The places the actor may go to, most used first, with the number of unread things at each.

    What stands within a place to which the actor does not go stands by itself.
    """
    found = [
        replace(_as_called(actor, place), unread=unread.get(place.key, 0))
        for place, permission in PLACES
        if _goes(actor, place.key, permission)
    ]
    keys = {one.key for one in found}
    return [one if one.within in keys else replace(one, within="") for one in found]


def _as_called(actor: Actor, place: Place) -> Place:
    """A head of the school who has no class of their own goes to the classes, not to "my class"."""
    if place.key == "class" and not actor.class_ids:
        return replace(place, title_ru=CLASSES[0], title_en=CLASSES[1])
    return place


def _goes(actor: Actor, key: str, permission: Permission) -> bool:
    if key.startswith("diary"):
        return actor.holds(Role.PUPIL, Role.GUARDIAN) and actor.may(permission)
    return actor.may(permission)


def role_line(session: Session, actor: Actor, locale: str) -> str:
    """«математика, классный руководитель 6 «Б»» in the language."""
    parts = [gettext(locale, word) for role, word in _ROLE_WORDS.items() if actor.holds(role)]
    if actor.holds(Role.TEACHER):
        parts += _subjects(session, actor)
    if actor.class_ids:
        classes = session.execute(
            select(db.school_class.c.grade, db.school_class.c.letter).where(
                db.school_class.c.id.in_(actor.class_ids)
            )
        ).all()
        titles = ", ".join(class_title(grade, letter) for grade, letter in sorted(classes))
        parts.append(gettext(locale, "class teacher of {titles}", titles=titles))
    return ", ".join(parts)


def _subjects(session: Session, actor: Actor) -> list[str]:
    names = session.scalars(
        select(db.subject.c.name)
        .join_from(db.subject, db.course, db.course.c.subject_id == db.subject.c.id)
        .where(
            db.course.c.school_id == actor.school_id,
            teaches_course.of_rows(asker_of(session, actor), db.course.c),
        )
        .distinct()
        .order_by(db.subject.c.name)
        .limit(3)
    )
    return [name.lower() for name in names]
