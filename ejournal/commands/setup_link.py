"""`python -m ejournal setup-link`: the setup address of an installation without a school, printed anew."""

import argparse
import sys
from typing import Any


def register(known: Any) -> None:
    """Add the command to the parser."""
    parser = known.add_parser("setup-link", help="print the setup address anew; the former one ends")
    parser.set_defaults(run=_print)


def _print(_given: argparse.Namespace) -> int:
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext
    from ejournal.serve.addresses import setup_address
    from ejournal.serve.tables import prepared_session
    from ejournal.services.setup.first_start import give_setup_link

    try:
        with prepared_session() as session:
            token = give_setup_link(session)
    except DomainError as error:
        print(gettext("en", error.message, **error.params), file=sys.stderr)
        return 1
    print(setup_address(token))
    return 0
