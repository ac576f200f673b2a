"""What stands before a start, and before workers of a new program: `python -m ejournal.serve.prepare`."""

import sys
import time

from ejournal.serve import build, checks, school
from ejournal.serve.checks import CannotStart
from ejournal.settings import Settings


def look_at_database(settings: Settings) -> None:
    """The database reached, migrated, and fit for the settings; CannotStart with a line when it is not."""
    checks.database_answers(settings)
    school.migrate()
    school.refuse_demo_passwords(settings)
    school.plant_demo(settings)
    school.note_password_costs()


def build_pages() -> None:
    """The pages of these sources, built when they are not yet."""
    if not build.is_stale():
        return
    print("Сборка страниц / Building the pages …", flush=True)
    began = time.monotonic()
    build.build()
    print(f"  {time.monotonic() - began:.0f} s", flush=True)


def main() -> int:
    """Prepare for new workers: 0, or 1 after one clear line."""
    try:
        look_at_database(checks.settings_or_stop())
        build_pages()
    except CannotStart as error:
        print(f"Не готово / Not ready: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
