"""The start in its order: checks, database, pages, server; each fault is one clear line."""

import sys

from ejournal.serve import build, checks, prepare, school
from ejournal.serve.checks import CannotStart
from ejournal.serve.server import Server


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
    with Server(address, settings, dev=dev) as server:
        if dev:
            build.forget()
        elif not build.is_stale():
            server.read_in()
        prepare.look_at_database(settings)
        if not dev:
            prepare.build_pages()
        server.begin()
        if server.wait_until_it_answers():
            _greet(address.url, demo=settings.demo)
        return server.wait()


def _greet(url: str, *, demo: bool) -> None:
    lines = ["", f"Электронный журнал / E-journal:  {url}"]
    if demo:
        lines += [
            "Демонстрационные входы / Demo sign-ins (пароль / password: demo):",
            "  " + "  ".join(school.DEMO_LOGINS),
        ]
    elif token := school.setup_link():
        from ejournal.serve.addresses import setup_address

        lines += [
            "Школы ещё нет; настройка по этому адресу, 24 часа / No school yet; set it up here, 24 hours:",
            f"  {setup_address(token)}",
        ]
    print("\n".join([*lines, "Ctrl+C — остановить / to stop", ""]), flush=True)
