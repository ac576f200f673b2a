"""The migrations make exactly the tables that the models describe."""

import sys

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import create_engine

from ejournal.settings import ROOT

LONGEST = 2000


def main() -> int:
    """Upgrade an empty database and compare; 1 with the differences when there are some."""
    config = Config(ROOT / "alembic.ini")
    with create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
            connection.commit()
            command.check(config)
        except CommandError as error:
            print(str(error)[:LONGEST])
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
