"""The questions of consents as fields of a form, for who registers and for who signs in."""

from collections.abc import Mapping, Sequence

from ejournal.http.door import Field
from ejournal.i18n import gettext
from ejournal.models import ConsentAnswer
from ejournal.services.consents.comparing import Sign, changes
from ejournal.services.consents.giving import Asked

CONSENT = "consent-"
"""How the names of the fields begin."""
MOST = 200
"""Answers in one form: nobody is asked more."""


def consent_fields(
    asked: Sequence[Asked], locale: str, said: Mapping[str, ConsentAnswer] | None = None
) -> list[Field]:
    """Each document for each child apart; nothing is chosen but what was said on this page already.

    What refusing means stands under it.
    """
    chosen = said or {}
    fields, about = [], None
    for one in asked:
        heading = ""
        if one.about != about:
            about = one.about
            heading = (
                gettext(locale, "About {name}", name=about) if about else gettext(locale, "About yourself")
            )
        fields.append(
            Field(
                CONSENT + one.key,
                one.document.title,
                chosen[one.key].value if one.key in chosen else "",
                kind="choice",
                heading=heading,
                choices=(
                    (ConsentAnswer.GIVEN.value, gettext(locale, "I agree")),
                    (ConsentAnswer.REFUSED.value, gettext(locale, "I do not agree")),
                ),
                hint=gettext(locale, "If you do not agree: {refusal}", refusal=one.document.refusal),
                reading=_reading(one, locale),
                reading_words=gettext(locale, "Read what has changed, and the whole text")
                if one.former
                else gettext(locale, "Read the whole text"),
            )
        )
    return fields


def hidden_answers(said: Mapping[str, ConsentAnswer]) -> list[Field]:
    """What was said already, to go on with a form."""
    return [Field(CONSENT + key, "", word.value, kind="hidden") for key, word in said.items()]


def answers_in(form: Mapping[str, str]) -> dict[str, ConsentAnswer]:
    """What a posted form says, by the questions' keys; what is neither answer is none."""
    known = {one.value: one for one in ConsentAnswer}
    found = {
        name.removeprefix(CONSENT): known[value]
        for name, value in form.items()
        if name.startswith(CONSENT) and value in known
    }
    return dict(list(found.items())[:MOST])


def _reading(one: Asked, locale: str) -> str:
    if one.former is None or one.former.text == one.document.text:
        return one.document.text
    signs = {
        Sign.ADDED: gettext(locale, "new: {text}"),
        Sign.GONE: gettext(locale, "no more: {text}"),
    }
    changed = [
        signs[part.sign].replace("{text}", part.text)
        for part in changes(one.former.text, one.document.text)
        if part.sign is not Sign.SAME
    ]
    title = gettext(locale, "Since version {n}:", n=one.former.version)
    return "\n\n".join([title, *changed, "* * *", one.document.text])
