"""Visits to the HTTP routes."""

from tests.access.calls import (
    chat,
    consents_register,
    documents,
    events,
    marks_import,
    messages,
    newcomers,
    news,
    own_reports,
    papers,
    people_import,
    report_charts,
    reports,
    schedule,
    slips,
    substitutions,
    survey_results,
    usage,
)
from tests.access.calls.asking import EVERYBODY, LEADERS, SIGNED_IN, Address, Visit, at, class_of

SENDER = frozenset({"teacher"})


def _at(path: str, which: str) -> Address:
    return lambda world: path.format(world.files[which])


def _of_upload(path: str, method: str, through: int) -> tuple[Visit, ...]:
    """For whose file it is; an absent one is nobody's."""
    return (
        Visit(SENDER, method, path=_at(path, "coming"), through=through),
        Visit(SIGNED_IN, method, path=lambda _: path.format("guess"), through=404),
    )


def _shown(path: str) -> tuple[Visit, ...]:
    return (
        Visit(SENDER, path=_at(path, "nothing")),
        *(Visit(chat.READERS[room], path=_at(path, room)) for room in ("guardians", "pupil_talk", "course")),
        *(
            Visit(messages.READERS[name] | messages.AUTHORS[name], path=_at(path, f"message_{name}"))
            for name in messages.READERS
        ),
        Visit(messages.AUTHORS["6b"], path=_at(path, "message_withdrawn")),
        *(Visit(news.READERS[name], path=_at(path, f"news_{name}")) for name in news.READERS),
        Visit(LEADERS, path=_at(path, "news_withdrawn")),
        *(Visit(documents.READERS[name], path=_at(path, f"document_{name}")) for name in documents.READERS),
        *(Visit(events.READERS[name], path=_at(path, f"event_{name}")) for name in events.READERS),
        Visit(SIGNED_IN, path=lambda _: path.format("guess"), through=404),
    )


def _public(name: str) -> Address:
    return lambda world: f"/public/{world.schools['a'].code}/news/{world.news.items[name]}"


VISITS: dict[str, tuple[Visit, ...]] = {
    "/health": (Visit(EVERYBODY),),
    "/app.webmanifest": (Visit(EVERYBODY),),
    "/service-worker.js": (Visit(EVERYBODY),),
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
    **{
        f"/print/survey.{kind}": survey_results.taken(f"/print/survey.{kind}")
        for kind in ("pdf", "xlsx", "csv", "json")
    },
    "/print/message.xlsx": messages.taken("/print/message.xlsx"),
    "/print/message-phones.pdf": messages.taken("/print/message-phones.pdf"),
    "/print/event.xlsx": events.taken("/print/event.xlsx"),
    "/print/event.pdf": events.taken("/print/event.pdf"),
    "/print/news.xlsx": news.taken("/print/news.xlsx"),
    "/public/{code}/news": (
        Visit(EVERYBODY, path=lambda world: f"/public/{world.schools['a'].code}/news"),
        Visit(EVERYBODY, path=at("/public/нет/news"), through=404),
    ),
    "/public/{code}/news.rss": (
        Visit(EVERYBODY, path=lambda world: f"/public/{world.schools['a'].code}/news.rss"),
    ),
    "/public/{code}/news/embed": (
        Visit(EVERYBODY, path=lambda world: f"/public/{world.schools['a'].code}/news/embed"),
    ),
    "/public/{code}/news/{number:int}": (
        Visit(EVERYBODY, path=_public("public")),
        *(
            Visit(EVERYBODY, path=_public(name), through=404)
            for name in ("6b", "staff", "withdrawn", "draft")
        ),
    ),
    # What no public item shows is nobody's there, whoever may fetch it elsewhere.
    "/public/{code}/news/files/{key}": (
        Visit(
            EVERYBODY,
            path=lambda world: f"/public/{world.schools['a'].code}/news/files/{world.files['news_6b']}",
            through=404,
        ),
    ),
    "/print/charts.pdf": report_charts.taken("/print/charts.pdf"),
    "/print/charts.xlsx": report_charts.taken("/print/charts.xlsx"),
    "/print/report.pdf": reports.taken("/print/report.pdf"),
    "/print/own-report.pdf": own_reports.taken("/print/own-report.pdf"),
    "/print/own-report.xlsx": own_reports.taken("/print/own-report.xlsx"),
    "/print/use.pdf": usage.taken("/print/use.pdf"),
    "/print/use.xlsx": usage.taken("/print/use.xlsx"),
    "/print/report.xlsx": reports.taken("/print/report.xlsx"),
    "/consents/answer": (Visit(SIGNED_IN),),
    "/consents/answer/save": (Visit(SIGNED_IN, "POST", {"next": "/diary"}, through=303),),
    "/print/consents.xlsx": consents_register.taken("/print/consents.xlsx"),
    "/print/consents.pdf": consents_register.taken("/print/consents.pdf"),
    "/print/documents.xlsx": documents.taken("/print/documents.xlsx"),
    "/print/document-sheet.pdf": documents.taken("/print/document-sheet.pdf", issued=True),
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
    # Whose secret it is not stops nobody's letters; who follows the address is led to the choices.
    "/mail/stop/{token}": (
        Visit(EVERYBODY, "POST", path=at("/mail/stop/guess"), through=404),
        Visit(EVERYBODY, path=at("/mail/stop/guess"), through=303),
    ),
    "/reminders": (Visit(EVERYBODY),),
    "/reminders/open": (Visit(EVERYBODY, "POST", {"code": "guess"}, through=400),),
    "/reminders/stop": (Visit(EVERYBODY, "POST", through=400),),
    "/password/set": (Visit(EVERYBODY, "POST", {"password": "x"}, through=400),),
    # A slip's code that is none gets the same answer from everybody.
    "/register": (Visit(EVERYBODY),),
    "/register/open": (Visit(EVERYBODY, "POST", {"code": "C9HKM-PT23X"}, through=400),),
    "/register/consents": (Visit(EVERYBODY, "POST", {"consent-1-0": "given"}, through=400),),
    "/register/account": (Visit(EVERYBODY, "POST", {"login": "me"}, through=400),),
    "/register/mine": (Visit(SIGNED_IN),),
    "/files/upload": (
        Visit(SIGNED_IN, "POST", path=lambda _: "/files/upload?id=browser00&size=10"),
        Visit(SIGNED_IN, "POST", path=lambda _: "/files/upload?id=browser00&size=0", through=400),
    ),
    "/files/upload/{key}": _of_upload("/files/upload/{}", "GET", 200),
    # Neither at its place nor whole: its owner is told so.
    "/files/upload/{key}/part": _of_upload("/files/upload/{}/part?offset=999", "POST", 409),
    "/files/upload/{key}/finish": _of_upload("/files/upload/{}/finish", "POST", 409),
    "/files/upload/{key}/drop": _of_upload("/files/upload/{}/drop", "POST", 200),
    "/files/{key}": _shown("/files/{}"),
    "/files/{key}/preview": _shown("/files/{}/preview"),
    **newcomers.VISITS,
    "/register/mine/one": (Visit(SIGNED_IN, "POST", through=400),),
    "/register/mine/join": (Visit(SIGNED_IN, "POST", {"same": "on"}, through=400),),
    **papers.VISITS,
    **slips.VISITS,
    **schedule.VISITS,
    **substitutions.VISITS,
}
