"""What the browser sees of those who have no account yet."""

from dataclasses import dataclass

from ejournal.i18n import gettext, ngettext
from ejournal.services.registration.codes import ClassLacking, Lacking, Whom


@dataclass(frozen=True)
class SlipRow:
    """Of whom slips can be printed: the action of its form without the choice of the paper."""

    title: str
    note: str
    action: str
    needed: bool


def class_rows(found: tuple[ClassLacking, ...], whom: Whom, locale: str, *, whole: bool) -> list[SlipRow]:
    """A row a class, of its pupils or of their guardians; whole: and all of them in one print."""
    rows = [_row(one.title, _of(one, whom), whom, f"&class={one.id}", locale) for one in found]
    if whole and sum(one.needed for one in rows) > 1:
        note = gettext(locale, "one after another, each from a page of its own")
        rows.insert(0, SlipRow(gettext(locale, "All classes"), note, f"/print/slips?whom={whom.value}", True))
    return rows


def _of(one: ClassLacking, whom: Whom) -> Lacking:
    return one.pupils if whom is Whom.PUPILS else one.guardians


def staff_rows(found: Lacking | None, locale: str) -> list[SlipRow]:
    """One row for all who work in the school; none for whom that is not to be seen."""
    return [_row(gettext(locale, "Staff"), found, Whom.STAFF, "", locale)] if found else []


def _row(title: str, found: Lacking, whom: Whom, more: str, locale: str) -> SlipRow:
    words = [
        ngettext(locale, "{n} of {all} has no account", "{n} of {all} have no account", found.without,
                 all=found.people)
        if found.without
        else gettext(locale, "all have accounts") if found.people
        else gettext(locale, "nobody is entered")
    ]  # fmt: skip
    if found.with_code:
        words.append(ngettext(locale, "{n} holds a slip", "{n} hold a slip", found.with_code))
    return SlipRow(title, " · ".join(words), f"/print/slips?whom={whom.value}{more}", bool(found.without))
