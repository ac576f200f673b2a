"""python -m ejournal check: is the installation's data whole?"""

import argparse

from sqlmodel import col, select

from ejournal.database import session_scope
from ejournal.models import School
from ejournal.services import audit


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("check", help="verify the audit chain of every school")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Verify every school's audit chain; the number of schools whose chain is broken."""
    broken = 0
    with session_scope(writing=False) as session:
        for school in session.scalars(select(School).order_by(col(School.id))):
            assert school.id is not None
            fault = audit.first_fault(session, school.id)
            broken += fault is not None
            print(f"{school.code}: audit chain {fault or 'holds'}")
    return min(broken, 1)
