"""What is offered to whoever has an unconfirmed e-mail, the same on the main page and on one's own."""

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.services.accounts.own_email import named_email, unconfirmed_email


def offer_to_confirm(session: Session, actor: Actor, locale: str) -> str:
    """The words; empty where there is nothing to confirm, or a letter is on its way already.

    Nobody is offered it with another's eyes.
    """
    if actor.looking is not None:
        return ""
    email = unconfirmed_email(session, actor)
    if not email or named_email(session, actor):
        return ""
    return gettext(
        locale,
        "{email} is not confirmed: no letters go there, and a forgotten password cannot be set anew by mail.",
        email=email,
    )


def letter_sent(email: str, locale: str) -> str:
    """A letter went there."""
    return gettext(locale, "A letter went to {email}: open the address in it", email=email)
