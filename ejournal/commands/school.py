"""`python -m ejournal school create`: a school with its first administrator, without a browser."""

import argparse
import sys
from typing import Any


def register(known: Any) -> None:
    """Add the command to the parser."""
    parser = known.add_parser("school", help="make a school")
    create = parser.add_subparsers(required=True, metavar="WHAT").add_parser(
        "create", help="make a school and its administrator; prints an address to set their password at"
    )
    create.add_argument("--name", required=True, help="the school's name")
    create.add_argument("--admin", required=True, metavar="LOGIN", help="the administrator's login")
    create.add_argument("--admin-name", default="", metavar="NAME", help="surname, first name, patronymic")
    create.add_argument("--short-name", default="", help="what it is called in the heads of pages")
    create.add_argument("--code", default="", help="its code for commands; one is made when not given")
    create.add_argument("--inn", default="", help="its taxpayer's number")
    create.add_argument("--time-zone", default="Europe/Moscow", help="Europe/Moscow, Asia/Omsk, …")
    create.set_defaults(run=_create)


def _create(given: argparse.Namespace) -> int:
    from ejournal.database import session_scope
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext
    from ejournal.serve.addresses import password_address
    from ejournal.serve.checks import CannotStart, database_answers, settings_or_stop
    from ejournal.serve.school import migrate
    from ejournal.services.school.card import SchoolFields
    from ejournal.services.setup.first_start import create_school

    fields = SchoolFields(given.name, given.short_name, given.inn, "", given.time_zone)
    try:
        database_answers(settings_or_stop())
        migrate()
        with session_scope() as session:
            token = create_school(session, fields, given.code, _administrator(given))
    except DomainError as error:
        where = f"--{error.field.replace('_', '-')}: " if error.field else ""
        print(f"No school was made: {where}{gettext('en', error.message, **error.params)}", file=sys.stderr)
        return 1
    except CannotStart as error:
        print(f"No school was made: {error}", file=sys.stderr)
        return 1
    print(f"{given.name}: the administrator {given.admin} sets a password here, once, within 24 hours:")
    print(password_address(token))
    return 0


def _administrator(given: argparse.Namespace) -> Any:
    from ejournal.services.setup.first_start import AdministratorFields

    last, first, middle = [*given.admin_name.split(maxsplit=2), "", "", ""][:3]
    if not last:
        last, first = "Администратор", "школы"
    return AdministratorFields(last, first, middle, given.admin)
