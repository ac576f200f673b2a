"""Words of early notices: the facts, what is to be done, what was done."""

from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal
from ejournal.models import EarlyNoticeKind
from ejournal.services.early_notice.noticing import Noticed, Talk
from ejournal.services.early_notice.trying import Tried


def fact_words(one: Noticed, locale: str) -> str:
    """«Алгебра: за две недели 3 отметки «2», средний 3,90 стал 3,20»."""
    flag = one.flag
    if flag.kind is EarlyNoticeKind.FAILING_MARKS:
        said = ngettext(
            locale, "{subject}: {n} failing mark in two weeks", "{subject}: {n} failing marks in two weeks",
            flag.count, subject=one.subject,
        )  # fmt: skip
        return ", ".join(filter(None, (said, _average_words(one, locale))))
    if flag.kind is EarlyNoticeKind.AVERAGE_FELL:
        return f"{one.subject}: {_average_words(one, locale)}"
    share = decimal(locale, flag.now or 0, 1)
    if flag.kind is EarlyNoticeKind.ABSENCES:
        said = gettext(
            locale,
            "Missed {share} % of lessons in eight weeks: {n} of {all}",
            share=share,
            n=flag.count,
            all=flag.of,
        )
    else:
        said = gettext(
            locale,
            "Misses more lessons: {share} % in two weeks, {before} % in the two before",
            share=share,
            before=decimal(locale, flag.before or 0, 1),
        )
    if not flag.unexcused:
        return said
    bad = ngettext(locale, "{n} without a valid reason", "{n} without a valid reason", flag.unexcused)
    return f"{said}, {bad}"


def _average_words(one: Noticed, locale: str) -> str:
    before, now = one.flag.before, one.flag.now
    if before is None or now is None or before == now:
        return ""
    return gettext(
        locale, "average {before} became {now}", before=decimal(locale, before), now=decimal(locale, now)
    )


def act_words(one: Noticed, locale: str) -> str:
    """Who is to act: the class teacher by name."""
    if not one.acts:
        return gettext(locale, "The class has no class teacher: a head is to act")
    return gettext(locale, "{name}: talk with the family", name=one.acts)


def talk_words(talk: Talk, locale: str) -> str:
    """«20 ноября поговорили с семьёй: И. С. Котова. Обещали заниматься. Итог: исправлено»."""
    said = gettext(
        locale,
        "{date}: talked with the family, {name}",
        date=day_month(locale, talk.talked_on),
        name=talk.author,
    )
    parts = [said, talk.note]
    if talk.outcome:
        parts.append(gettext(locale, "Outcome: {words}", words=talk.outcome))
    return ". ".join(part.rstrip(".") for part in parts if part)


def due_words(talk: Talk | None, today: date, locale: str) -> tuple[str, str]:
    """What the badge says, and its tone."""
    if talk is None:
        return gettext(locale, "not talked yet"), "amber"
    if talk.is_closed:
        return gettext(locale, "done"), "green"
    if talk.follow_up is None:
        return gettext(locale, "talked"), "accent"
    words = gettext(locale, "look again on {date}", date=day_month(locale, talk.follow_up))
    return words, "amber" if talk.follow_up <= today else "accent"


def tried_words(found: Tried | None, locale: str) -> list[str]:
    """How often it was right in the latest term that is over; or that nothing can be said."""
    if found is None:
        return [gettext(locale, "No term is over yet: nothing to compare with")]
    counts = gettext(
        locale,
        "{period}: named {noticed}, of them with «2» or «н/а» in the end {true}; in all such {failed}",
        period=found.period.name(locale),
        noticed=found.noticed,
        true=found.came_true,
        failed=found.failed,
    )
    if found.precision is None or found.recall is None:
        return [counts, gettext(locale, "Too little data for a share")]
    return [
        counts,
        gettext(locale, "Right: {share} % of the notices", share=decimal(locale, found.precision, 1)),
        gettext(
            locale, "Seen in time: {share} % of those who failed", share=decimal(locale, found.recall, 1)
        ),
    ]
