"""`python -m ejournal second-factor-off`: for an administrator who has lost phone and recovery codes."""

import argparse
import sys
from typing import Any


def register(known: Any) -> None:
    """Add the command to the parser."""
    parser = known.add_parser(
        "second-factor-off", help="take codes and passkeys off an account whose owner has lost the phone"
    )
    parser.add_argument("login", metavar="LOGIN", help="the login of the account")
    parser.set_defaults(run=_take_off)


def _take_off(given: argparse.Namespace) -> int:
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext
    from ejournal.serve.tables import prepared_session
    from ejournal.services.second_factor.taking_off import take_off_by_operator

    try:
        with prepared_session() as session:
            take_off_by_operator(session, given.login)
    except DomainError as error:
        print(gettext("en", error.message, **error.params), file=sys.stderr)
        return 1
    print(f"{given.login}: signs in by the password alone now, and is signed out everywhere")
    return 0
