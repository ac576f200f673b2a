"""Words about what a change does to the lessons of the year."""

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month
from ejournal.services.timetable.outlook import KeptLesson

_WILL = (
    ("{n} lesson more", "{n} lessons more"),
    ("{n} lesson less", "{n} lessons less"),
    ("{n} lesson with another teacher or room", "{n} lessons with another teacher or room"),
)
_DONE = ("made: {n}", "taken away: {n}", "with another teacher or room: {n}")


def counted(locale: str, added: int, removed: int, changed: int, *, done: bool = False) -> str:
    """«прибавится 24 урока, исчезнет 12 уроков»; when it is done, «создано: 24, убрано: 12»."""
    counts = (added, removed, changed)
    if done:
        parts = [gettext(locale, words, n=n) for n, words in zip(counts, _DONE, strict=True) if n]
    else:
        parts = [ngettext(locale, *words, n) for n, words in zip(counts, _WILL, strict=True) if n]
    return ", ".join(parts) or gettext(locale, "no lesson changes")


def kept_words(locale: str, kept: int) -> str:
    """«3 урока останутся: в них есть записи»; empty when none stays."""
    one, many = (
        "{n} lesson stays: something is written in it",
        "{n} lessons stay: something is written in them",
    )
    return ngettext(locale, one, many, kept) if kept else ""


def kept_line(locale: str, one: KeptLesson) -> str:
    """«15 декабря, 2-й урок: Алгебра, 9 «Б»»."""
    when = gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.day), number=one.number)
    return f"{when}: {one.subject}, {one.classes}"
