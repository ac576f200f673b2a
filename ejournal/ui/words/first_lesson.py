"""What a school lacks for its first lesson, in words, and where it is made."""

from ejournal.i18n import gettext
from ejournal.services.setup.missing import Lack

_WORDS = {
    Lack.YEAR: ("Academic year", "Its terms, holidays and days off", "/setup?step=year"),
    Lack.BELLS: ("Bells", "When lessons begin and end", "/setup?step=bells"),
    Lack.SUBJECTS: ("Subjects", "A ready list to strike out", "/setup?step=subjects"),
    Lack.CLASSES: ("Classes", "All in one line: 1А 1Б 2А", "/setup?step=classes"),
    Lack.TEACHERS: ("Teachers", "By hand or from a spreadsheet", "/people"),
    Lack.PUPILS: ("Pupils in their classes", "By hand or from a spreadsheet", "/people"),
    Lack.CONSENTS: (
        "Consents",
        "Read the samples and publish them: people are asked at registration",
        "/consents",
    ),
    Lack.DEPUTY: ("A deputy head", "Makes the teaching load and the timetable", "/people"),
    Lack.LOAD: ("Teaching load", "Who teaches what to which class", "/schedule/edit"),
    Lack.TIMETABLE: ("Timetable", "Made in the editor, or imported from a file", "/schedule/import"),
}


def lack_words(lack: Lack, locale: str, *, schedules: bool) -> tuple[str, str, str]:
    """Title, note and address; no address for what another does.

    schedules: the person makes load and timetable; for others they are the deputy head's.
    """
    title, note, href = _WORDS[lack]
    if href.startswith("/schedule") and not schedules:
        note, href = "The deputy head does it", ""
    return gettext(locale, title), gettext(locale, note), href
