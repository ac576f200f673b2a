"""`python -m ejournal mail test ADDRESS`: a letter sent at once, with what the mail server said."""

import argparse
import sys
from typing import Any


def register(known: Any) -> None:
    """Add the command to the parser."""
    parser = known.add_parser("mail", help="try the mail server of the settings")
    test = parser.add_subparsers(required=True, metavar="WHAT").add_parser(
        "test", help="send a letter and print what the server said"
    )
    test.add_argument("address", metavar="ADDRESS", help="whom to send it to")
    test.set_defaults(run=_test)


def _test(given: argparse.Namespace) -> int:
    import asyncio

    from ejournal.errors import DomainError
    from ejournal.i18n import DEFAULT, gettext
    from ejournal.integrations.smtp import MailRefused, send
    from ejournal.serve.checks import CannotStart, settings_or_stop
    from ejournal.services.base.contacts import email_spelled

    try:
        found = settings_or_stop()
        address = email_spelled(given.address, "address")
    except CannotStart as error:
        print(f"No mail was sent: {error}", file=sys.stderr)
        return 1
    except DomainError as error:
        print(f"No mail was sent: {gettext('en', error.message, **error.params)}", file=sys.stderr)
        return 1
    if not found.smtp_host:
        print("No mail was sent: EJOURNAL_SMTP_HOST names no mail server", file=sys.stderr)
        return 1
    where = f"{found.smtp_host}:{found.smtp_port} ({found.smtp_security})"
    subject = gettext(DEFAULT, "The school journal can send mail")
    body = gettext(DEFAULT, "This letter was sent to try the mail server. Nothing is to be done.")
    try:
        said = asyncio.run(send(address, subject, body + "\n"))
    except MailRefused as refused:
        print(f"{where} did not take the letter: {refused}", file=sys.stderr)
        return 1
    print(f"{where} has taken the letter: {said}")
    return 0
