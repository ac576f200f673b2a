"""What the browser sees of the settings."""

from dataclasses import dataclass
from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import decimal, full_date
from ejournal.models.spans import Span
from ejournal.services.courses.class_settings import ClassLine, CourseLine
from ejournal.services.courses.exemptions import ExemptionFields, ExemptionLine
from ejournal.services.grading.kinds import HEAVIEST, KindUse, WorkKind, average_with
from ejournal.services.papers.whole.archives import years_after
from ejournal.services.school import rules as school_settings
from ejournal.services.school.rules import MarkRules
from ejournal.ui.words.structure import SCALE_WORDS


@dataclass(frozen=True)
class KindRow:
    """A kind of work in the list."""

    id: str
    name: str
    note: str
    active: bool
    is_test: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class KindForm:
    """What the dialog of a kind begins with."""

    id: str = ""
    name: str = ""
    short_name: str = ""
    weight: str = "1"
    is_test: bool = False
    active: bool = True
    use: str = ""


@dataclass(frozen=True)
class RulesForm:
    """What the form of the rules begins with."""

    to_five: str = ""
    to_four: str = ""
    to_three: str = ""
    fewest_weekly_one: str = ""
    fewest_weekly_two: str = ""
    fewest_weekly_more: str = ""
    edit_window_days: str = ""
    one_allowed: bool = False
    remark_visible: bool = False
    former_marks_count: bool = False
    place_in_class: bool = False
    paper_late: bool = False
    paper_slash: bool = False
    journal_kept_years: str = ""
    summary_kept_years: str = ""


@dataclass(frozen=True)
class ClassRow:
    """A class in the list."""

    id: str
    title: str
    note: str


@dataclass(frozen=True)
class CourseRow:
    """A course of the opened class with its own scale, empty for the class's."""

    field: str
    title: str
    scale: str


@dataclass(frozen=True)
class ClassForm:
    """What the dialog of a class begins with."""

    id: str = ""
    title: str = ""
    scale: str = ""
    days_per_week: str = ""
    shift: str = ""
    has_marks: bool = False


@dataclass(frozen=True)
class ExemptionRow:
    """An exemption in the list."""

    id: str
    pupil: str
    place: str
    days: str
    reason: str
    over: bool


@dataclass(frozen=True)
class ExemptionForm:
    """What the dialog of an exemption begins with; a new one has no number.

    kept: the reason is on record and not shown; an empty field leaves it as it is.
    """

    id: str = ""
    title: str = ""
    starts: str = ""
    ends: str = ""
    reason: str = ""
    kept: bool = False


def kind_rows(kinds: list[WorkKind], locale: str) -> list[KindRow]:
    """The list of kinds."""
    last = len(kinds) - 1
    return [
        KindRow(
            id=str(kind.id),
            name=kind.fields.name,
            note=gettext(
                locale,
                "{short}, weight {weight}",
                short=kind.fields.short_name,
                weight=kind.fields.weight,
            ),
            active=kind.active,
            is_test=kind.fields.is_test,
            is_first=index == 0,
            is_last=index == last,
        )
        for index, kind in enumerate(kinds)
    ]


def kind_form(kind: WorkKind, use: KindUse, locale: str) -> KindForm:
    """The dialog of a kind; says before what a new weight would move."""
    fields = kind.fields
    return KindForm(
        id=str(kind.id),
        name=fields.name,
        short_name=fields.short_name,
        weight=str(fields.weight),
        is_test=fields.is_test,
        active=kind.active,
        use=use_words(use, locale),
    )


def use_words(use: KindUse, locale: str) -> str:
    """What a new weight changes; empty for a kind without marks."""
    if not use.marks:
        return ""
    marks = ngettext(locale, "{n} mark of this kind", "{n} marks of this kind", use.marks)
    return gettext(
        locale, "Given already: {marks}. A new weight changes their averages at once.", marks=marks
    )


def weight_example(weight: int | None, locale: str) -> str:
    """What the weight does to an average, counted as the journal counts."""
    if weight is None or not 1 <= weight <= HEAVIEST:
        return ""
    average = spoken(average_with(weight), locale)
    return gettext(
        locale,
        "Example: a “5” of weight {weight} and a “3” of weight 1 make {average}",
        weight=weight,
        average=average,
    )


def spoken(number: str, locale: str) -> str:
    """A decimal number as people write it."""
    return decimal(locale, float(number)) if number else ""


def rules_form(rules: MarkRules, locale: str) -> RulesForm:
    """The form of the rules, numbers as people write them."""
    rule = rules.rule
    return RulesForm(
        decimal(locale, rule.to_five),
        decimal(locale, rule.to_four),
        decimal(locale, rule.to_three),
        str(rule.fewest_weekly_one),
        str(rule.fewest_weekly_two),
        str(rule.fewest_weekly_more),
        str(rules.edit_window_days),
        rules.one_allowed,
        rules.remark_visible,
        rules.former_marks_count,
        rules.place_in_class,
        rules.paper_late,
        rules.paper_slash,
        str(rules.journal_kept_years),
        str(rules.summary_kept_years),
    )


def rules_examples(rules: MarkRules, today: date, locale: str) -> dict[str, str]:
    """What the rules come to, by field: counted by the same service as the journal."""
    rule = rules.rule
    found = {}
    for field, threshold in (
        ("to_five", rule.to_five),
        ("to_four", rule.to_four),
        ("to_three", rule.to_three),
    ):
        step = school_settings.step_example(rule, threshold)
        found[field] = gettext(
            locale,
            "An average of {average} → {mark}, of {below} → {mark_below}",
            average=decimal(locale, step.average),
            mark=step.mark,
            below=decimal(locale, step.below),
            mark_below=step.mark_below,
        )
    names = ("fewest_weekly_one", "fewest_weekly_two", "fewest_weekly_more")
    for field, few in zip(names, school_settings.fewest_examples(rule), strict=True):
        enough = ngettext(locale, "{n} “4” → {mark}", "{n} “4” → {mark}", few.enough, mark=few.mark)
        fewer = ngettext(
            locale, "{n} “4” → {mark}", "{n} “4” → {mark}", few.enough - 1, mark=few.mark_of_fewer
        )
        found[field] = f"{enough}, {fewer}" if few.mark_of_fewer else enough
    found["one_allowed"] = gettext(
        locale, "In a cell: {marks}", marks=", ".join(school_settings.marks_given(rules.one_allowed))
    )
    moved = decimal(locale, school_settings.moved_example(rules.former_marks_count))
    found["former_marks_count"] = gettext(
        locale, "Moved with “3” and “4”, given “5” since: an average of {average}", average=moved
    )
    late, two = school_settings.paper_examples(rules)
    found["paper_late"] = gettext(locale, "A mark of who came late: {cell}", cell=late)
    found["paper_slash"] = gettext(locale, "Two marks of a lesson: {cell}", cell=two)
    ends = today.replace(month=5, day=31)
    for field in ("journal_kept_years", "summary_kept_years"):
        found[field] = gettext(
            locale,
            "Of a year that ends on {day}: until {last}",
            day=full_date(locale, ends),
            last=full_date(locale, years_after(ends, getattr(rules, field))),
        )
    found["edit_window_days"] = gettext(
        locale,
        "A lesson of {day} is open till the end of {last}",
        day=full_date(locale, today),
        last=full_date(locale, school_settings.open_until(today, rules.edit_window_days)),
    )
    return found


def class_row(line: ClassLine, locale: str) -> ClassRow:
    """A class in words: scale, days, shift."""
    parts = [
        gettext(locale, SCALE_WORDS[line.scale]),
        ngettext(locale, "{n} day a week", "{n} days a week", line.days_per_week),
        gettext(locale, "shift {n}", n=line.shift),
    ]
    if line.own_scales:
        parts.append(
            ngettext(
                locale,
                "{n} subject with its own scale",
                "{n} subjects with their own scale",
                line.own_scales,
            )
        )
    return ClassRow(str(line.id), line.title, " · ".join(parts))


def class_form(line: ClassLine, has_marks: bool) -> ClassForm:
    """The dialog of a class."""
    return ClassForm(
        str(line.id), line.title, line.scale.value, str(line.days_per_week), str(line.shift), has_marks
    )


def course_row(line: CourseLine) -> CourseRow:
    """A course of the opened class."""
    return CourseRow(f"course-{line.id}", course_title(line.subject, line.group), line.scale or "")


def course_title(subject: str, group: str) -> str:
    """«Английский язык, группа 1»."""
    return f"{subject}, {group}" if group else subject


def exemption_row(line: ExemptionLine, today: date, locale: str) -> ExemptionRow:
    """An exemption in words."""
    place = ", ".join(part for part in (line.class_title, course_title(line.subject, line.group)) if part)
    return ExemptionRow(
        id=str(line.id),
        pupil=line.pupil,
        place=place,
        days=days_words(line.fields, locale),
        reason=line.fields.reason,
        over=Span.of(line.fields).is_over(today),
    )


def days_words(fields: ExemptionFields, locale: str) -> str:
    """«с 01.09.2026 до конца года»."""
    starts = full_date(locale, fields.starts)
    if fields.ends is None:
        return gettext(locale, "from {starts} to the end of the year", starts=starts)
    return gettext(locale, "from {starts} to {ends}", starts=starts, ends=full_date(locale, fields.ends))


def exemption_form(line: ExemptionLine) -> ExemptionForm:
    """The dialog of an exemption that stands already."""
    fields = line.fields
    place = ", ".join(part for part in (line.class_title, course_title(line.subject, line.group)) if part)
    return ExemptionForm(
        str(line.id),
        f"{line.pupil}: {place}",
        fields.starts.isoformat(),
        fields.ends.isoformat() if fields.ends else "",
        fields.reason,
        not fields.reason,
    )
