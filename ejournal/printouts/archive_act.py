"""The act by which the journals of a term, or of a year, are handed over to the archive."""

from collections.abc import Sequence

from ejournal import clock
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date
from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.lists import draw_tables
from ejournal.printouts.journal.tables import Table
from ejournal.printouts.paper import MM
from ejournal.services.papers.choice import kind_words
from ejournal.services.papers.whole.archives import Archived

HEADS = ("No.", "What", "Pages", "Archived", "Kept until", "Fingerprint of the file (SHA-256)")
HANDED, TAKEN = (
    "Handed over: position, name, signature, date",
    "Taken over: position, name, signature, date",
)
ROOM = "\n\N{NO-BREAK SPACE}" * 4
"""Empty lines to sign on."""
PART = 16
"""How many signs of a fingerprint stand together, so that it can be compared by eye."""


def draw_archive_act(lines: Sequence[Archived], imprint: Imprint, time_zone: str) -> bytes:
    """A line a file with its pages and fingerprint, how many there are in all, and room for two to sign."""
    title = act_title(lines, imprint.locale)
    return draw_tables(title, [act_table(lines, title, imprint.locale, time_zone)], imprint)


def act_title(lines: Sequence[Archived], locale: str) -> str:
    """«Акт сдачи журналов в архив: I четверть, 2026/2027»."""
    one = lines[0]
    period = ", ".join((one.term_name or gettext(locale, "Year"), one.year_name))
    return gettext(locale, "Act of laying journals into the archive: {period}", period=period)


def act_table(lines: Sequence[Archived], title: str, locale: str, time_zone: str) -> Table:
    """The files in the order in which they were laid in."""
    rows = [
        (
            str(number),
            f"{one.title}, {kind_words(one.kind, locale)}",
            str(one.pages),
            f"{full_date(locale, clock.local(one.archived_at, time_zone).date())}, {one.archived_by}",
            full_date(locale, one.kept_until),
            " ".join(one.sha256[at : at + PART] for at in range(0, len(one.sha256), PART)),
        )
        for number, one in enumerate(lines, 1)
    ]
    files = ngettext(locale, "{n} file", "{n} files", len(lines))
    pages = ngettext(locale, "{n} page", "{n} pages", sum(one.pages for one in lines))
    handed, taken = (gettext(locale, words) + ROOM for words in (HANDED, TAKEN))
    return Table(
        title=title,
        heads=tuple(gettext(locale, head) for head in HEADS),
        shares=(6, 36, 11, 28, 18, 40),
        rows=[*rows, ("", handed, "", "", "", taken)],
        note=gettext(locale, "In all {files}, {pages}", files=files, pages=pages),
        least=8 * MM,
        middle=frozenset({0, 2, 4}),
    )
