"""python -m tests.infra.demo: make the demo school of the tests in the database of the settings."""

from sqlalchemy import update

from ejournal import clock, demo
from ejournal.database import engine, session_scope
from ejournal.demo.world import moment
from ejournal.models import OutboxNotice
from ejournal.models.base import table
from ejournal.serve import school

PUPILS = 120


def main() -> None:
    """Make it, and leave one file with everything in it."""
    school.migrate()
    demo.make(pupils=PUPILS, now=moment(clock.today(demo.TIME_ZONE), demo.NOON))
    with session_scope() as session:
        # It is as at noon: before noon nothing is to be told in the future. The pretended day begins anew
        # when midnight passes, so what was told on it was told at its beginning.
        notice, begins = table(OutboxNotice), clock.start_of(clock.today(demo.TIME_ZONE), demo.TIME_ZONE)
        session.execute(update(notice).where(notice.c.created_at > begins).values(created_at=begins))
    with engine().connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine().dispose()


if __name__ == "__main__":
    main()
