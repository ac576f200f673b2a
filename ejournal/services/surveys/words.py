"""When a question is shown, as a sentence; what is bold in it stands between two asterisks."""

from ejournal.i18n import gettext
from ejournal.models import RuleKind, SurveyRule
from ejournal.services.surveys.questions import Built

BOLD = "**"


def rule_words(rule: SurveyRule, has: Built, locale: str) -> str:
    """«Показать, если на вопрос **1** ответили **«да»**»; else it is passed over."""
    number = has.number_of(rule.on_id)
    if rule.kind is RuleKind.YES:
        return gettext(locale, "Shown if question **{n}** was answered **“yes”**", n=number)
    if rule.kind is RuleKind.NO:
        return gettext(locale, "Shown if question **{n}** was answered **“no”**", n=number)
    if rule.kind is RuleKind.AT_LEAST:
        least = f"{rule.number:g}" if rule.number is not None else ""
        return gettext(locale, "Shown if question **{n}** was answered **{least} or more**",
                       n=number, least=least)  # fmt: skip
    titles = {one.id: one.title for one in has.options.get(rule.on_id, ())}
    chosen = gettext(locale, " or ").join(f"«{titles.get(one, '')}»" for one in rule.options)
    if rule.kind is RuleKind.HAS:
        return gettext(locale, "Shown if in question **{n}** was chosen **{options}**",
                       n=number, options=chosen)  # fmt: skip
    return gettext(locale, "Shown if in question **{n}** was not chosen **{options}**",
                   n=number, options=chosen)  # fmt: skip
