"""What nothing durable can go below here: one bare row, committed, straight on the driver."""

import time

from sqlalchemy import create_engine, text

from ejournal.database import make_engine


def commit_seconds(address: str, times: int) -> list[float]:
    """Seconds of each INSERT with its COMMIT into an empty table, as durable as the journal's own."""
    sqlite = address.startswith("sqlite")
    engine = (
        make_engine(address)
        if sqlite
        else create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1))
    )
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE floor (id INTEGER PRIMARY KEY, word VARCHAR(40))"))
        connection.commit()
        found = [_commit(connection, turn) for turn in range(times)]
    engine.dispose()
    return found


def _commit(connection: object, turn: int) -> float:
    started = time.perf_counter()
    connection.execute(text("INSERT INTO floor VALUES (:id, :word)"), {"id": turn, "word": "5"})  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]
    return time.perf_counter() - started
