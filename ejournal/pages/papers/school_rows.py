"""What the browser sees of the papers of the whole school: how far they are, what came of them, in words."""

from dataclasses import dataclass
from datetime import datetime

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal, moment
from ejournal.models import PaperLayout, PaperRunState
from ejournal.services.papers.choice import kind_words
from ejournal.services.papers.whole.archives import AS_BEFORE, LAID_IN
from ejournal.services.papers.whole.keeping import KEPT, MERGED, ZIP
from ejournal.services.papers.whole.plans import SchoolPlan
from ejournal.services.papers.whole.runs import SchoolRun

OTHERS_ARCHIVED = (
    "The others are in the archive. Going on in printing lays in what is missing, and nothing twice"
)
ARCHIVE_LEFT_OUT = "Left out, since no term of theirs ends then or it is not over yet: {titles}"
MEGABYTE, MINUTE = 1024 * 1024, 60
ROUTES = {ZIP: "/print/school.zip", MERGED: "/print/school.pdf"}


@dataclass(frozen=True)
class SchoolRunRow:
    """The work as it stands: state is empty where there is none; what may be taken has an address.

    archives: what is made goes into the archive, and is there when is_archived.
    """

    state: str = ""
    title: str = ""
    begun: str = ""
    now: str = ""
    left: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""
    kept: str = ""
    zip_href: str = ""
    zip_words: str = ""
    pdf_href: str = ""
    pdf_words: str = ""
    can_go_on: bool = False
    archives: bool = False
    is_archived: bool = False


def run_row(found: SchoolRun | None, plan: SchoolPlan | None, actor: Actor, locale: str) -> SchoolRunRow:
    """The work in words."""
    if found is None:
        return SchoolRunRow()
    runs = found.state is PaperRunState.RUNNING
    files = {what: _file_words(found, what, locale) for what in (ZIP, MERGED)}
    return SchoolRunRow(
        state=found.state.value,
        title=_title(found, plan, locale),
        begun=_begun(found, actor, locale),
        now=_now(found, locale) if runs else _ended(found, locale),
        left=_left(found.left_s, locale) if runs else "",
        done=found.done,
        total=max(found.total, 1),
        problem=gettext(locale, found.problem["message"], **found.problem["params"]) if found.problem else "",
        kept="" if runs or _is_archived(found) else _kept(found.ended_at, actor, locale),
        zip_href=ROUTES[ZIP] if files[ZIP] else "",
        zip_words=files[ZIP],
        pdf_href=ROUTES[MERGED] if files[MERGED] else "",
        pdf_words=files[MERGED],
        can_go_on=found.state in (PaperRunState.STOPPED, PaperRunState.FAILED)
        or (not runs and bool(found.faults)),
        archives=found.archives,
        is_archived=_is_archived(found),
    )


def fault_lines(found: SchoolRun | None, locale: str) -> list[str]:
    """What could not be made, and of which classes nothing was due."""
    if found is None:
        return []
    lines = [
        gettext(
            locale, "{title}, {paper}: {problem}", title=one.title, paper=kind_words(one.kind, locale),
            problem=gettext(locale, one.problem["message"], **one.problem["params"]),
        )
        for one in found.faults
    ]  # fmt: skip
    if lines and _is_archived(found):
        lines.append(gettext(locale, OTHERS_ARCHIVED))
    if found.left_out:
        words = ARCHIVE_LEFT_OUT if found.archives else "No term of theirs ends then: {titles}"
        lines.append(gettext(locale, words, titles=", ".join(found.left_out)))
    return lines


def _is_archived(found: SchoolRun) -> bool:
    return found.archives and found.state is PaperRunState.DONE


def _title(found: SchoolRun, plan: SchoolPlan | None, locale: str) -> str:
    term = next((one for one in plan.terms if one.number == found.term_number), None) if plan else None
    when = term.name(locale) if term else str(found.term_number or gettext(locale, "Year"))
    kinds = [kind_words(one, locale) for one in found.kinds]
    more = [gettext(locale, "A3 booklet")] if found.layout is PaperLayout.BOOKLET else []
    if found.archives:
        more.append(gettext(locale, "into the archive"))
    return ", ".join([*kinds, when, *more])


def _begun(found: SchoolRun, actor: Actor, locale: str) -> str:
    at = moment(locale, clock.local(found.begun_at, actor.time_zone))
    return gettext(locale, "begun by {name} on {when}", name=found.who, when=at)


def _now(found: SchoolRun, locale: str) -> str:
    if found.stopping:
        return gettext(locale, "It stops when the class in hand is done")
    if not found.now:
        return gettext(locale, "The files are being put together")
    words = "{title} is in hand, {done} of {total} are made"
    return gettext(locale, words, title=found.now, done=found.done, total=found.total)


def _ended(found: SchoolRun, locale: str) -> str:
    counted = gettext(
        locale, "{done} of {total} are made", done=found.done - len(found.faults), total=found.total
    )
    if _is_archived(found) and LAID_IN in found.files:
        return _archived(found.files[LAID_IN], found.files[AS_BEFORE], locale)
    if found.state is PaperRunState.DONE:
        return f"{counted}, {ngettext(locale, '{n} page', '{n} pages', found.pages)}"
    if found.state is PaperRunState.STOPPED:
        return gettext(locale, "Stopped: {counted}", counted=counted)
    return counted


def _archived(laid_in: int, as_before: int, locale: str) -> str:
    words = [
        ngettext(locale, "{n} was laid into the archive", "{n} were laid into the archive", laid_in)
        if laid_in or not as_before
        else "",
        ngettext(
            locale, "{n} lies there already, nothing in it has changed since",
            "{n} lie there already, nothing in them has changed since", as_before,
        )
        if as_before
        else "",
    ]  # fmt: skip
    return ", ".join(filter(None, words))


def _left(seconds: int | None, locale: str) -> str:
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return gettext(locale, "less than a minute left")
    return ngettext(locale, "about {n} minute left", "about {n} minutes left", round(seconds / MINUTE))


def _kept(ended_at: datetime | None, actor: Actor, locale: str) -> str:
    if ended_at is None:
        return ""
    until = clock.local(ended_at + KEPT, actor.time_zone).date()
    return gettext(locale, "It is kept until {day} or until the next time", day=day_month(locale, until))


def _file_words(found: SchoolRun, what: str, locale: str) -> str:
    """«Скачать архив zip, 12,4 МБ»; empty where it is not there."""
    if what not in found.files:
        return ""
    size = decimal(locale, found.files[what]["size"] / MEGABYTE, 1)
    words = "A file for each class, zip, {size} MB" if what == ZIP else "One file for all, PDF, {size} MB"
    return gettext(locale, words, size=size)
