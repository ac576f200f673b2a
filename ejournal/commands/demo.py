"""`python -m ejournal demo`: make a demo school in the database of the settings."""

import argparse
import sys
import time
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

MOST_PUPILS, MOST_SCHOOLS = 5000, 100


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("demo", help="make a demo school")
    parser.add_argument(
        "--pupils", type=_count(10, MOST_PUPILS), default=300, help="pupils of each school (300)"
    )
    parser.add_argument("--schools", type=_count(1, MOST_SCHOOLS), default=1, help="how many schools (1)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same school (1)")
    parser.add_argument("--today", type=date.fromisoformat, help="pretend this day, YYYY-MM-DD")
    parser.add_argument("--full-year", action="store_true", help="fill the journals to the year's end")
    parser.set_defaults(run=run)


def _count(least: int, most: int) -> Any:
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
        return value

    return number


def run(given: argparse.Namespace) -> int:
    """Migrate, make the schools and say what was made; 1 with a line when it cannot be."""
    from ejournal import demo
    from ejournal.serve.checks import CannotStart
    from ejournal.serve.school import migrate

    started = time.monotonic()
    try:
        migrate()
        made = demo.make(given.pupils, given.schools, given.seed, given.today, given.full_year)
    except IntegrityError:
        print("A demo school is in this database already; nothing was changed", file=sys.stderr)
        return 1
    except (CannotStart, SQLAlchemyError) as error:
        print(f"No demo school was made: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    print(_told(made.rows, time.monotonic() - started))
    return 0


def _told(rows: dict[str, int], seconds: float) -> str:
    counted = ", ".join(
        f"{name} {rows.get(table, 0)}"
        for name, table in (
            ("schools", "school"),
            ("classes", "school_class"),
            ("pupils", "enrolment"),
            ("lessons", "lesson"),
            ("marks", "mark"),
        )
    )
    return f"Made in {seconds:.1f} s: {counted}"
