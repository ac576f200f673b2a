"""The events of the rule that says when the open question is shown."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import RuleKind
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.services.surveys import conditions, keeping, questions
from ejournal.services.surveys.questions import built
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_decimal, row_id
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.surveys import RULES

KEEP = Permission.SURVEY_KEEP


class SurveyRuleState(BuildSurveyState):
    """The dialog of a question's rule."""

    question: int = 0
    """Whose rule is asked for; zero while the dialog is closed."""
    on: str = ""
    deciders: list[Choice] = []
    kind: str = ""
    kinds: list[Choice] = []
    answers: list[Choice] = []
    chosen: list[str] = []
    number: str = ""
    has_rule: bool = False
    rule_form: int = 0
    """Another number whenever the program fills the fields anew."""

    @handler(KEEP, writes=False)
    def start(self, work: Work, question_id: int) -> None:
        """Ask when the question is shown."""
        question = questions.own_question(work.session, work.actor, row_id(question_id))
        has = built(work.session, keeping.own_survey(work.session, work.actor, question.survey_id))
        before = conditions.deciders(has, question.id or 0)
        if not before:
            raise DomainError("No question before this one may decide that it is shown")
        rule = has.rule_of(question.id or 0)
        self.deciders = [Choice(str(one.id), f"{has.number_of(one.id or 0)}. {one.title}") for one in before]
        self.question, self.has_rule = question.id or 0, rule is not None
        self.chosen, self.number, self.kind = [], "", ""
        if rule is not None:
            self.kind, self.chosen = rule.kind.value, [str(one) for one in rule.options]
            self.number = "" if rule.number is None else f"{rule.number:g}"
        self._show_on(work, rule.on_id if rule is not None else before[-1].id or 0)

    @handler(KEEP, writes=False)
    def stop(self, work: Work) -> None:
        """Leave it as it is."""
        self.question = 0

    @handler(KEEP, writes=False)
    def choose_on(self, work: Work, value: str) -> None:
        """Let another question decide."""
        self.chosen, self.number, self.kind = [], "", ""
        self._show_on(work, row_id(value))

    @handler(KEEP, writes=False)
    def choose_kind(self, work: Work, value: str) -> None:
        """What it must have been answered with."""
        if value not in {one.value for one in self.kinds}:
            raise NotFound
        self.kind = value

    @handler(KEEP)
    def save(self, work: Work, form: dict[str, Any]) -> None:
        """Show the question only so."""
        number = optional_decimal(form.get("rule"))
        chosen = [row_id(name.removeprefix("answer:")) for name in form if name.startswith("answer:")]
        conditions.put_rule(
            work.session, work.actor, row_id(self.question), row_id(self.on), RuleKind(self.kind), work.now,
            options=chosen, number=None if number is None else float(number), sure=self.sure,
        )  # fmt: skip
        self.question = 0
        self._again(work)

    @handler(KEEP)
    def drop(self, work: Work) -> None:
        """Show the question to everybody."""
        conditions.drop_rule(work.session, work.actor, row_id(self.question), work.now, sure=self.sure)
        self.question = 0
        self._again(work)

    def _show_on(self, work: Work, on_id: int) -> None:
        on = questions.own_question(work.session, work.actor, on_id)
        has = built(work.session, keeping.own_survey(work.session, work.actor, on.survey_id))
        kinds = conditions.KINDS.get(on.kind, ())
        self.on = str(on.id)
        self.kinds = [Choice(one.value, gettext(self.locale, RULES[one])) for one in kinds]
        if self.kind not in {one.value for one in kinds}:
            self.kind = kinds[0].value if kinds else ""
        self.answers = [Choice(f"answer:{one.id}", one.title) for one in has.options_of(on) if one.title]
        self.rule_form += 1
