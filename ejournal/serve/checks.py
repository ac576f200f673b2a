"""What must hold before the server starts; each failure is one clear line."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from ejournal.disk import tighten
from ejournal.settings import Settings, SettingsError
from ejournal.settings import settings as read_settings

DEFAULT_PORT = 3000


class CannotStart(Exception):
    """The server cannot start; the text is one line fit for an operator."""


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # noqa: S104


def settings_or_stop() -> Settings:
    """The settings; CannotStart names the first one that cannot be used."""
    try:
        found = read_settings()
        found.key  # noqa: B018 - made here, so that a folder that cannot be written stops the start
        tighten(*private_places(found))
    except SettingsError as error:
        raise CannotStart(str(error)) from None
    except OSError as error:
        raise CannotStart(f"EJOURNAL_DATA_FOLDER: {error.strerror}: {error.filename}") from None
    return found


def private_places(settings: Settings) -> list[Path]:
    """All that holds the school's data on this disk: nobody but the program's user reads it."""
    url = make_url(settings.database_address)
    file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    database = [file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal")] if file else []
    folder = settings.data_folder
    whole = (one for top in (settings.files, folder / "anchors") for one in (top, *top.rglob("*")))
    return [folder, *folder.glob("*.key"), *whole, *database]


def address() -> Address:
    """Host and port from HOST and REFLEX_FRONTEND_PORT; this machine only unless HOST says more."""
    given = os.environ.get("REFLEX_FRONTEND_PORT") or str(DEFAULT_PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CannotStart(f"REFLEX_FRONTEND_PORT: must be a number from 1 to 65535, not {given!r}")
    return Address(os.environ.get("HOST") or "127.0.0.1", int(given))


def port_is_free(address: Address) -> None:
    """CannotStart when somebody else listens on the port, or the host is not of this machine."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise CannotStart(
                f"port {address.port} on {address.host}: {error.strerror or error}; "
                "REFLEX_FRONTEND_PORT=3001 moves it"
            ) from None


def database_answers(settings: Settings) -> None:
    """CannotStart when the database cannot be reached; its password is never shown."""
    from ejournal.database import engine

    url = make_url(settings.database_address)
    os.environ.setdefault("PGCONNECT_TIMEOUT", "10")
    try:
        with engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        reason = next(iter(str(cause).splitlines()), type(cause).__name__)
        if url.password:
            reason = reason.replace(str(url.password), "***")
        raise CannotStart(
            f"database {url.render_as_string(hide_password=True)} (EJOURNAL_DATABASE_URL): {reason}"
        ) from None
