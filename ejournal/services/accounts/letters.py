"""What accounts are written: each letter says what it is, and what to do when nobody asked for it."""

from datetime import timedelta

from ejournal.i18n import gettext
from ejournal.services.mail.outbox import Letter


def new_password(locale: str, school: str, address: str, lasts: timedelta) -> Letter:
    """The address at which a forgotten password is set anew."""
    return _letter(
        locale,
        school,
        gettext(locale, "A new password for the school journal"),
        gettext(locale, "You, or somebody else, asked for a new password. Choose it here:"),
        address,
        gettext(
            locale,
            "The address works once, for {n} minutes. If it was not you, do nothing: "
            "your password stays as it is.",
            n=lasts // timedelta(minutes=1),
        ),
    )


def confirm_email(locale: str, school: str, address: str) -> Letter:
    """The address at which an e-mail is confirmed."""
    return _letter(
        locale,
        school,
        gettext(locale, "Confirm your e-mail for the school journal"),
        gettext(
            locale,
            "This e-mail was named in an account of the school journal. Confirm that it is yours here:",
        ),
        address,
        gettext(locale, "The address works once, for 24 hours. If it was not you, do nothing."),
    )


def agree_to_email(locale: str, school: str, masked: str, address: str) -> Letter:
    """To the former e-mail: another one is to take its place, which it agrees to or stops."""
    return _letter(
        locale,
        school,
        gettext(locale, "Another e-mail was named in your account"),
        gettext(
            locale,
            "Letters of the school journal are to go to {email} instead of this e-mail. Say here whether it "
            "was you; until then nothing changes:",
            email=masked,
        ),
        address,
        gettext(
            locale, "The address works once, for 24 hours. If it was not you, press “It was not me” there."
        ),
    )


def email_taken(locale: str, school: str) -> Letter:
    """An e-mail was named for a second account."""
    return _letter(
        locale,
        school,
        gettext(locale, "Your e-mail was named once more"),
        gettext(
            locale,
            "Somebody named this e-mail in another account of the school journal. It belongs to an account "
            "already, and an e-mail can have one only. Nothing was changed.",
        ),
    )


def email_changed(locale: str, school: str, masked: str) -> Letter:
    """To the former e-mail: it is the account's no longer."""
    return _letter(
        locale,
        school,
        gettext(locale, "The e-mail of your account was changed"),
        gettext(
            locale,
            "Letters of the school journal go to {email} from now on. If it was not you, ask the school's "
            "administrator at once to close the account.",
            email=masked,
        ),
    )


def new_device(locale: str, school: str, device: str, when: str) -> Letter:
    """Somebody signed in from a browser that the account did not know."""
    return _letter(
        locale,
        school,
        gettext(locale, "A sign-in from a new device"),
        gettext(locale, "Somebody signed in to your account on {when}: {device}.", when=when, device=device),
        gettext(
            locale,
            "If it was you, do nothing. If not, change your password: this signs out all other devices.",
        ),
    )


def provider_linked(locale: str, school: str, provider: str, when: str) -> Letter:
    """The account can be signed in to by a provider from now on."""
    return _letter(
        locale,
        school,
        gettext(locale, "A further way to sign in to your account"),
        gettext(
            locale, "Since {when} your account opens by a sign-in at “{title}”.", when=when, title=provider
        ),
        gettext(
            locale,
            "If it was not you, unlink it on your page “My account” and change your password at once.",
        ),
    )


def provider_unlinked(locale: str, school: str, provider: str, when: str) -> Letter:
    """The account is signed in to by a provider no longer."""
    return _letter(
        locale,
        school,
        gettext(locale, "A way to sign in to your account was taken away"),
        gettext(
            locale,
            "Since {when} your account no longer opens by a sign-in at “{title}”.",
            when=when,
            title=provider,
        ),
        gettext(locale, "If it was not you, change your password: this signs out all other devices."),
    )


def reminder(
    locale: str, school: str, address: str, code_lasts: timedelta | None, number: int, most: int, stop: str
) -> Letter:
    """Somebody has not registered yet; code_lasts: the address holds their code, which works so long.

    It names nobody: the school has typed the e-mail, and nobody has shown yet whose it is.
    """
    if code_lasts is None:
        said = (
            gettext(
                locale,
                "The school has given you a slip with a code for its electronic journal, and you have not "
                "registered yet. Open the page and type the code of the slip:",
            ),
            address,
            gettext(
                locale,
                "The slip is lost, or its code works no more? Ask the school for a new one.",
            ),
        )
    else:
        said = (
            gettext(
                locale,
                "You have not registered yet in the school's electronic journal. This address holds "
                "your own code:",
            ),
            address,
            gettext(
                locale,
                "It works once, for {n} days, and registers you alone. Give it to nobody: children have "
                "codes of their own.",
                n=code_lasts // timedelta(days=1),
            ),
        )
    foot = gettext(
        locale,
        "This is reminder {number} of at most {most}. If you want no more of them, or have nothing to do "
        "with the school, say so here, without signing in:",
        number=number,
        most=most,
    )
    return _letter(locale, school, gettext(locale, "Register in the school journal"), *said, foot, stop)


def second_factor(locale: str, school: str, change: str, name: str = "") -> Letter:
    """How sign-ins are confirmed has changed; `change` is a FactorChange of services/second_factor."""
    return _letter(
        locale,
        school,
        gettext(locale, "The protection of your account has changed"),
        {
            "codes_on": gettext(locale, "Sign-ins are confirmed by codes of an application from now on."),
            "codes_off": gettext(locale, "Sign-ins are confirmed by codes of an application no longer."),
            "passkey_on": gettext(locale, "A passkey was added to your account: {name}.", name=name),
            "passkey_off": gettext(locale, "A passkey was removed from your account: {name}.", name=name),
            "recovery_new": gettext(locale, "New recovery codes were made; the former ones work no more."),
            "recovery_used": gettext(locale, "Somebody signed in to your account by a recovery code."),
            "taken_off": gettext(
                locale,
                "An administrator of the school has taken the confirmation of sign-ins off your account: "
                "the password alone opens it now. Set the confirmation up anew on the page of your account.",
            ),
        }[change],
        gettext(
            locale,
            "If it was you, do nothing. If not, change your password at once and tell the school's "
            "administrator.",
        ),
    )


def looked_as(locale: str, school: str, name: str, when: str, reason: str) -> Letter:
    """An administrator looks with the person's eyes."""
    return _letter(
        locale,
        school,
        gettext(locale, "The administrator looked into the journal as you"),
        gettext(
            locale, "Since {when} the administrator {name} sees what you see, to help.", when=when, name=name
        ),
        gettext(locale, "The reason: {reason}", reason=reason),
        gettext(
            locale,
            "Nothing can be changed that way, and it ends by itself after half an hour. If it is not what "
            "you asked for, ask the head of the school.",
        ),
    )


def masked(email: str) -> str:
    """«ivanova@mail.ru» as «i…@mail.ru»: enough for whoever knows it."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _letter(locale: str, school: str, subject: str, *paragraphs: str) -> Letter:
    foot = gettext(locale, "The journal of {school}. Nobody reads answers to this letter.", school=school)
    return Letter(subject, "\n\n".join((*paragraphs, "-- \n" + foot)) + "\n")
