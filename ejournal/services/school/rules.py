"""The rules of marks that a school sets for itself, and what they come to on an example."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.notices import OF_REMARKS
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import AttendanceCode, ScaleKind, SchoolSettings
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import journals_topic, papers_topic
from ejournal.services.grading.averages import RoundingRule, Tally, propose_term_mark, round_mark
from ejournal.services.grading.paper_cells import PaperForm
from ejournal.services.grading.scales import scale_of
from ejournal.services.notices import outbox

MOST_MARKS = 30
MOST_DAYS = 365
LEAST_JOURNAL_YEARS, LEAST_SUMMARY_YEARS = 5, 25
"""As the law asks."""
MOST_YEARS = 100
CENT = Decimal("0.01")
_ONE, _TWO, _MORE = Decimal(1), Decimal(2), Decimal(3)


@dataclass(frozen=True, slots=True)
class MarkRules:
    """Thresholds of a term mark, fewest marks by weekly hours, whether «1» is given, days open to changes.

    remark_visible: pupils and guardians read remarks and praise. former_marks_count: after a move to another
    class or group, the marks given before count in the term's average. place_in_class: a pupil and own
    guardians see the place among the classmates. paper_late, paper_slash: whether late coming stands in the
    printed journal, and a slash between two marks. journal_kept_years, summary_kept_years: how long the
    archive keeps them after their year.
    """

    rule: RoundingRule
    one_allowed: bool
    edit_window_days: int
    remark_visible: bool
    former_marks_count: bool = True
    place_in_class: bool = False
    paper_late: bool = False
    paper_slash: bool = True
    journal_kept_years: int = 5
    summary_kept_years: int = 25


@dataclass(frozen=True, slots=True)
class Step:
    """What two averages come to: one on the threshold, one a hundredth under it."""

    average: Decimal
    mark: str
    below: Decimal
    mark_below: str


@dataclass(frozen=True, slots=True)
class Fewest:
    """What fours come to at the end of a term: enough of them, and one too few (empty when none is few)."""

    enough: int
    mark: str
    mark_of_fewer: str


def mark_rules(session: Session, actor: Actor) -> MarkRules:
    """The school's rules; the usual ones until it has set its own."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    return _rules(_row(session, actor))


def set_mark_rules(session: Session, actor: Actor, rules: MarkRules) -> bool:
    """Set the rules, which count at once in every open term; whether anything has changed."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    check_rules(rules)
    row = _row(session, actor)
    before = _rules(row)
    if before == rules:
        return False
    rule = rules.rule
    row.round_to_five, row.round_to_four, row.round_to_three = rule.to_five, rule.to_four, rule.to_three
    row.min_marks_weekly_one = rule.fewest_weekly_one
    row.min_marks_weekly_two = rule.fewest_weekly_two
    row.min_marks_weekly_more = rule.fewest_weekly_more
    row.one_allowed, row.edit_window_days = rules.one_allowed, rules.edit_window_days
    row.remark_visible, row.former_marks_count = rules.remark_visible, rules.former_marks_count
    row.place_in_class = rules.place_in_class
    row.paper_late, row.paper_slash = rules.paper_late, rules.paper_slash
    row.journal_kept_years, row.summary_kept_years = rules.journal_kept_years, rules.summary_kept_years
    session.add(row)
    session.flush()
    change = audit.Change("settings.marks", "school_settings", row.id, _spelled(before), _spelled(rules))
    audit.record(session, actor.school_id, actor.person_id, change)
    if not rules.remark_visible:
        outbox.take_back(session, actor.school_id, *OF_REMARKS)
    note(session, journals_topic(actor.school_id))
    if _kept(before) != _kept(rules):
        note(session, papers_topic(actor.school_id))
    return True


def check_rules(rules: MarkRules) -> None:
    """DomainError by the first field that no school could mean."""
    rule = rules.rule
    # A threshold of a whole number would make of every «4» a «5»: it stands between two marks.
    for field, value, below in (
        ("to_five", rule.to_five, 4),
        ("to_four", rule.to_four, 3),
        ("to_three", rule.to_three, 2),
    ):
        if not below < value < below + 1 or value != value.quantize(CENT):
            raise DomainError(
                "Between {low} and {high}, two digits after the point at most",
                field=field,
                low=below,
                high=below + 1,
            )
    for field, number, least, most in (
        ("fewest_weekly_one", rule.fewest_weekly_one, 1, MOST_MARKS),
        ("fewest_weekly_two", rule.fewest_weekly_two, 1, MOST_MARKS),
        ("fewest_weekly_more", rule.fewest_weekly_more, 1, MOST_MARKS),
        ("edit_window_days", rules.edit_window_days, 0, MOST_DAYS),
        ("journal_kept_years", rules.journal_kept_years, LEAST_JOURNAL_YEARS, MOST_YEARS),
        ("summary_kept_years", rules.summary_kept_years, LEAST_SUMMARY_YEARS, MOST_YEARS),
    ):
        if not least <= number <= most:
            raise DomainError("A whole number from {least} to {most}", field=field, least=least, most=most)


def step_example(rule: RoundingRule, threshold: Decimal) -> Step:
    """What an average on the threshold of five points comes to, and one just under it."""
    below = threshold - CENT
    return Step(
        threshold,
        round_mark(ScaleKind.FIVE, threshold, rule),
        below,
        round_mark(ScaleKind.FIVE, below, rule),
    )


def fewest_examples(rule: RoundingRule) -> tuple[Fewest, Fewest, Fewest]:
    """What fours come to with one, two and more lessons a week."""
    return _fewest(rule, _ONE), _fewest(rule, _TWO), _fewest(rule, _MORE)


def _fewest(rule: RoundingRule, weekly: Decimal) -> Fewest:
    enough = rule.fewest_marks(weekly)
    return Fewest(enough, _of_fours(rule, weekly, enough), _of_fours(rule, weekly, enough - 1))


def _of_fours(rule: RoundingRule, weekly: Decimal, count: int) -> str:
    if count < 1:
        return ""
    tally = Tally()
    tally.add("4", 1, count)
    return propose_term_mark(ScaleKind.FIVE, tally, weekly, rule, settling=True)


def paper_examples(rules: MarkRules) -> tuple[str, str]:
    """What the printed journal says of a mark of who came late, and of two marks."""
    form = PaperForm(rules.paper_late, rules.paper_slash)
    return form.cell(["4"], AttendanceCode.LATE), form.cell(["5", "4"], "")


def moved_example(former_marks_count: bool) -> Decimal:
    """The average of who moved with «3» and «4» and was given «5» since."""
    tally = Tally()
    for value in ("3", "4", "5") if former_marks_count else ("5",):
        tally.add(value, 1)
    return tally.average or Decimal(0)


def marks_given(one_allowed: bool) -> tuple[str, ...]:
    """The marks of five points, best first."""
    return scale_of(None, None, one_allowed).marks


def open_until(day: date, edit_window_days: int) -> date:
    """The last day on which a teacher changes a lesson of the day without asking."""
    return day + timedelta(days=edit_window_days)


def _kept(rules: MarkRules) -> tuple[int, int]:
    return rules.journal_kept_years, rules.summary_kept_years


def _row(session: Session, actor: Actor) -> SchoolSettings:
    known = select(SchoolSettings).where(col(SchoolSettings.school_id) == actor.school_id)
    return session.scalars(known).first() or SchoolSettings(school_id=actor.school_id)


def _rules(row: SchoolSettings) -> MarkRules:
    return MarkRules(
        RoundingRule(
            row.round_to_five,
            row.round_to_four,
            row.round_to_three,
            row.min_marks_weekly_one,
            row.min_marks_weekly_two,
            row.min_marks_weekly_more,
        ),
        row.one_allowed,
        row.edit_window_days,
        row.remark_visible,
        row.former_marks_count,
        row.place_in_class,
        row.paper_late,
        row.paper_slash,
        row.journal_kept_years,
        row.summary_kept_years,
    )


def _spelled(rules: MarkRules) -> dict[str, str | int | bool]:
    thresholds = {
        name: str(value.normalize()) if isinstance(value, Decimal) else value
        for name, value in asdict(rules.rule).items()
    }
    return thresholds | {
        "one_allowed": rules.one_allowed,
        "edit_window_days": rules.edit_window_days,
        "remark_visible": rules.remark_visible,
        "former_marks_count": rules.former_marks_count,
        "place_in_class": rules.place_in_class,
        "paper_late": rules.paper_late,
        "paper_slash": rules.paper_slash,
        "journal_kept_years": rules.journal_kept_years,
        "summary_kept_years": rules.summary_kept_years,
    }
