"""`python -m ejournal worker`: delivers notices beside the server, in as many processes as are started."""

import argparse
import sys
from typing import Any


def register(known: Any) -> None:
    """Add the command to the parser."""
    parser = known.add_parser("worker", help="deliver notices out of the program, beside the server")
    parser.add_argument("--once", action="store_true", help="deliver what is due now and end")
    parser.set_defaults(run=_work)


def _work(given: argparse.Namespace) -> int:
    import asyncio
    import contextlib
    import secrets

    from ejournal.errors import DomainError
    from ejournal.i18n import gettext
    from ejournal.integrations.outgoing.delivering import deliver_due, deliver_on
    from ejournal.serve.checks import CannotStart, settings_or_stop
    from ejournal.serve.tables import prepared_session

    try:
        found = settings_or_stop()
        with prepared_session(writing=False):
            pass
    except CannotStart as error:
        print(f"The worker did not start: {error}", file=sys.stderr)
        return 1
    except DomainError as error:
        print(f"The worker did not start: {gettext('en', error.message, **error.params)}", file=sys.stderr)
        return 1
    if not found.sends_notices:
        print("The worker did not start: EJOURNAL_SMTP_HOST names no mail server", file=sys.stderr)
        return 1
    mail = f"{found.smtp_host}:{found.smtp_port}"
    ways = {
        mail: found.smtp_host, "push": found.push, "SMS": found.sends_sms, "webhooks": found.webhooks,
        "MAX": found.has_max,
    }  # fmt: skip
    print(f"Delivering notices through {', '.join(way for way in ways if ways[way])}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(deliver_due(secrets.token_hex(8)) if given.once else deliver_on())
    return 0
