"""Visits to the HTTP routes."""

from tests.access.calls import marks_import, newcomers, people_import, schedule, slips, substitutions
from tests.access.calls.asking import EVERYBODY, LEADERS, SIGNED_IN, Visit, at, class_of

VISITS: dict[str, tuple[Visit, ...]] = {
    "/health": (Visit(EVERYBODY),),
    "/auth/login": (Visit(EVERYBODY, "POST", {"login": "teacher", "password": "неверный"}, through=303),),
    # Whose password was not right is led back to the sign-in; what no passkey has signed opens nothing.
    "/auth/login/second": (Visit(EVERYBODY, through=303),),
    "/auth/login/second/code": (Visit(EVERYBODY, "POST", {"code": "123456"}, through=303),),
    "/auth/login/second/passkey/options": (Visit(EVERYBODY, "POST", through=400),),
    "/auth/login/second/passkey": (Visit(EVERYBODY, "POST", {"answer": "{}"}, through=400),),
    "/auth/login/passkey/options": (Visit(EVERYBODY, "POST"),),
    "/auth/login/passkey": (Visit(EVERYBODY, "POST", {"answer": "{}"}, through=400),),
    "/auth/demo": (Visit(EVERYBODY, through=204),),
    "/auth/providers": (Visit(EVERYBODY),),
    # The world's provider is nowhere to be reached: all are told so, and where.
    "/auth/login/by/{key}": (Visit(EVERYBODY, path=at("/auth/login/by/region"), through=303),),
    "/auth/login/by/{key}/link": (Visit(EVERYBODY, path=at("/auth/login/by/region/link"), through=303),),
    "/auth/login/by/{key}/back": (
        Visit(EVERYBODY, path=at("/auth/login/by/region/back", state="guess", code="guess"), through=303),
    ),
    # Nobody looks as nobody.
    "/auth/as": (Visit(EVERYBODY, through=404),),
    "/auth/as/begin": (Visit(EVERYBODY, "POST", {"person_id": "0", "reason": "help"}, through=404),),
    "/auth/as/end": (Visit(EVERYBODY, "POST", through=303),),
    "/auth/demo/family": (Visit(EVERYBODY, through=404),),
    "/auth/logout": (Visit(EVERYBODY, "POST", through=303),),
    "/schedule/import/file": (Visit(LEADERS, "POST", {"not": "a timetable"}, through=400),),
    "/marks/import/file": (Visit(marks_import.MANAGERS, "POST", {"not": "a list"}),),
    "/people/import/file": (Visit(people_import.MANAGERS, "POST", {"not": "a list"}),),
    "/schedule/timetable.xlsx": (Visit(LEADERS),),
    "/schedule/timetable.xml": (Visit(LEADERS),),
    "/print/class-list.xlsx": (
        Visit(LEADERS | {"class_teacher"}, path=at("/print/class-list.xlsx", **{"class": class_of("6b")})),
        Visit(LEADERS, path=at("/print/class-list.xlsx", **{"class": class_of("6v")})),
        Visit(frozenset(), path=at("/print/class-list.xlsx", **{"class": 10**6})),
    ),
    # Whoever holds no one-time address is told so, and that is all.
    "/setup/begin": (Visit(EVERYBODY),),
    "/setup/begin/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/setup/begin/school": (Visit(EVERYBODY, "POST", {"name": "Чужая"}, through=400),),
    "/setup/begin/administrator": (Visit(EVERYBODY, "POST", {"login": "me"}, through=400),),
    "/password": (Visit(EVERYBODY),),
    "/password/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/password/forgotten": (Visit(EVERYBODY),),
    "/password/forgotten/letter": (Visit(EVERYBODY, "POST", {"login": "teacher"}),),
    "/auth/mail": (Visit(EVERYBODY, through=204),),
    "/email": (Visit(EVERYBODY),),
    "/email/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/email/confirm": (Visit(EVERYBODY, "POST", through=400),),
    "/email/former": (Visit(EVERYBODY),),
    "/email/former/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/email/former/agree": (Visit(EVERYBODY, "POST", through=400),),
    "/email/former/stop": (Visit(EVERYBODY, "POST", through=400),),
    # There is no emblem in the matrix's school; what is no picture is refused in words.
    "/settings/logo": (Visit(LEADERS | {"admin"}, "POST", {"not": "a picture"}, through=400),),
    "/school/logo": (Visit(SIGNED_IN, through=404),),
    "/auth/logo": (Visit(EVERYBODY, through=404),),
    "/reminders": (Visit(EVERYBODY),),
    "/reminders/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/reminders/stop": (Visit(EVERYBODY, "POST", through=400),),
    "/password/set": (Visit(EVERYBODY, "POST", {"password": "x"}, through=400),),
    # A slip's code that is none gets the same answer from everybody.
    "/register": (Visit(EVERYBODY),),
    "/register/open": (Visit(EVERYBODY, "POST", {"code": "C9HKM-PT23X"}, through=400),),
    "/register/consents": (Visit(EVERYBODY, "POST", {"consent-1-0": "on"}, through=400),),
    "/register/account": (Visit(EVERYBODY, "POST", {"login": "me"}, through=400),),
    "/register/mine": (Visit(SIGNED_IN),),
    **newcomers.VISITS,
    "/register/mine/one": (Visit(SIGNED_IN, "POST", through=400),),
    "/register/mine/join": (Visit(SIGNED_IN, "POST", {"same": "on"}, through=400),),
    **slips.VISITS,
    **schedule.VISITS,
    **substitutions.VISITS,
}
