"""python -m tests.infra.demo: make the demo school of the tests in the database of the settings."""

from ejournal import clock, demo
from ejournal.database import engine
from ejournal.demo.world import moment
from ejournal.serve import school

PUPILS = 120


def main() -> None:
    """Make it, and leave one file with everything in it."""
    school.migrate()
    demo.make(pupils=PUPILS, now=moment(clock.today(demo.TIME_ZONE), demo.NOON))
    with engine().connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine().dispose()


if __name__ == "__main__":
    main()
