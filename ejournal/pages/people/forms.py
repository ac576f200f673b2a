"""What the forms of people say, read with distrust."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import Gender, GuardianRights, Role
from ejournal.services.people.guardians import Terms
from ejournal.services.people.persons import Details
from ejournal.services.people.roles import GIVEN
from ejournal.ui.runtime.inputs import optional_date, optional_row_id, required_date, text

Form = Mapping[str, Any]
GROUP = "group-"
ROLE = "role-"


def details(form: Form) -> Details:
    """Names, birth date and contacts."""
    gender = next((one for one in Gender if one.value == form.get("gender")), None)
    return Details(
        last_name=text(form.get("last_name"), limit=limits.PERSON, field="last_name"),
        first_name=text(form.get("first_name"), limit=limits.PERSON, field="first_name"),
        middle_name=text(form.get("middle_name"), limit=limits.PERSON, field="middle_name"),
        gender=gender,
        birth_date=_day(form, "birth_date"),
        phone=text(form.get("phone"), limit=limits.PHONE, field="phone"),
        email=text(form.get("email"), limit=limits.EMAIL, field="email"),
    )


def terms(form: Form) -> Terms:
    """What a guardian is to the child, and may see."""
    limited = form.get("rights") == GuardianRights.NONE.value
    return Terms(
        relation=text(form.get("relation"), limit=limits.RELATION, field="relation"),
        rights=GuardianRights.NONE if limited else GuardianRights.FULL,
        contacts_hidden=ticked(form, "contacts_hidden"),
        ends=_day(form, "ends"),
    )


def _day(form: Form, field: str) -> date | None:
    written = str(form.get(field) or "")
    day = optional_date(written)
    if written and day is None:
        raise DomainError("Give a date", field=field)
    return day


def class_id(form: Form) -> int | None:
    """The chosen class; None when none is chosen."""
    return optional_row_id(form.get("class_id"))


def day(form: Form, field: str = "day") -> date:
    """The day of an act."""
    return required_date(form.get(field), field)


def groups(form: Form) -> list[int]:
    """The groups that are ticked."""
    chosen = (optional_row_id(str(name).removeprefix(GROUP)) for name in form if _is_of(name, GROUP, form))
    return [one for one in chosen if one is not None]


def roles(form: Form) -> list[Role]:
    """The roles that are ticked."""
    return [one for one in GIVEN if ticked(form, ROLE + one.value)]


def ticked(form: Form, name: str) -> bool:
    """Whether the box is ticked."""
    return form.get(name) in ("on", "true", True)


def _is_of(name: object, beginning: str, form: Form) -> bool:
    return str(name).startswith(beginning) and ticked(form, str(name))
