"""Visits to the HTTP routes."""

from tests.access.calls.asking import EVERYBODY, Visit

VISITS: dict[str, tuple[Visit, ...]] = {
    "/health": (Visit(EVERYBODY),),
    "/auth/login": (Visit(EVERYBODY, "POST", {"login": "teacher", "password": "неверный"}, through=303),),
    "/auth/logout": (Visit(EVERYBODY, "POST", through=303),),
}
