"""`python -m ejournal serve`: check, migrate, build and serve the school on one port."""

import sys
import time

from ejournal.serve import build, checks, school
from ejournal.serve.checks import CannotStart
from ejournal.serve.process import Server

__all__ = ["CannotStart", "serve"]


def serve(*, dev: bool = False) -> int:
    """Serve until told to stop; the exit code is 1 after one clear line when it cannot start."""
    try:
        return _serve(dev)
    except CannotStart as error:
        print(f"Не запущено / Cannot start: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(dev: bool) -> int:
    settings = checks.settings_or_stop()
    address = checks.address()
    checks.port_is_free(address)
    checks.database_answers(settings)
    school.migrate()
    school.refuse_demo_passwords(settings)
    school.plant_demo(settings)
    if dev:
        build.forget()
    else:
        _build()
    with Server(address, settings, dev=dev) as server:
        if server.wait_until_it_answers():
            _greet(address.url, demo=settings.demo)
        return server.wait()


def _build() -> None:
    if not build.is_stale():
        return
    print("Сборка страниц / Building the pages …", flush=True)
    began = time.monotonic()
    build.build()
    print(f"  {time.monotonic() - began:.0f} s", flush=True)


def _greet(url: str, *, demo: bool) -> None:
    lines = ["", f"Электронный журнал / E-journal:  {url}"]
    if demo:
        lines += [
            "Демонстрационные входы / Demo sign-ins (пароль / password: demo):",
            "  " + "  ".join(school.DEMO_LOGINS),
        ]
    print("\n".join([*lines, "Ctrl+C — остановить / to stop", ""]), flush=True)
