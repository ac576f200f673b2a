"""Phones and e-mail addresses as people write them, brought to one spelling or refused in words."""

import re
import unicodedata

import phonenumbers

from ejournal.errors import DomainError

_LONGEST_EMAIL = 200
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]]+")
_DOMAIN = re.compile(r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]([\w-]{0,61}[^\W_])?")


def phone_spelled(text: str, field: str) -> str:
    """«8 (900) 123 45 67» as «+79001234567»; empty stays empty, DomainError by the field for others."""
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return ""
    try:
        number = phonenumbers.parse(written, "RU")
    except phonenumbers.NumberParseException:
        raise DomainError("Write the phone with digits only, such as +7 900 123-45-67", field=field) from None
    if re.search(r"[^\W\d_]", written) or number.extension:
        raise DomainError("Write the phone with digits only, such as +7 900 123-45-67", field=field)
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise DomainError("There is no such phone number", field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_shown(phone: str) -> str:
    """«+79001234567» as people read it, «+7 900 123-45-67»; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(phone, "RU")
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email_spelled(text: str, field: str) -> str:
    """The address in the one spelling in which addresses are compared; DomainError for what is none."""
    address = unicodedata.normalize("NFKC", text).strip().casefold()
    if not address:
        return ""
    local, at, domain = address.rpartition("@")
    dots_stand_alone = local.startswith(".") or local.endswith(".") or ".." in local
    if not at or dots_stand_alone or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise DomainError("This is no e-mail address: it looks like name@example.ru", field=field)
    if len(local) > _LONGEST_LOCAL or len(address) > _LONGEST_EMAIL:
        raise DomainError("This is no e-mail address: it looks like name@example.ru", field=field)
    return address
