"""A server of ours that speaks the interface of MAX for bots, as its documentation says."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN, BOT = "token-of-the-bot", "school_bot"
LONGEST_TEXT = 4000


@dataclass
class Max:
    """What people did, what the bot wrote, and what is answered in place of the usual."""

    port: int = 0
    updates: list[dict[str, Any]] = field(default_factory=list)
    written: list[tuple[int, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Methods and paths, in their order."""
    connections: set[tuple[str, int]] = field(default_factory=set)
    refusals: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By user the status and code with which messages to them are refused."""
    limited: int = 0
    """So many messages are answered with 429 first."""
    retry_after: str = ""
    silent_s: float = 0.0
    says: tuple[int, bytes] | None = None
    """Answered to everything."""
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, user_id: int, payload: str | None = None, name: str = "Мария") -> None:
        """Somebody presses “Start”, after an address with the payload or without."""
        told: dict[str, Any] = {"chat_id": user_id + 1, "user": user(user_id, name), "user_locale": "ru"}
        self.happens("bot_started", told if payload is None else told | {"payload": payload})

    def stop(self, user_id: int, *, removed: bool = False) -> None:
        """Somebody stops the bot, or removes the talk with it: then both are told."""
        told = {"chat_id": user_id + 1, "user": user(user_id), "user_locale": "ru"}
        self.happens("bot_stopped", told)
        if removed:
            self.happens("dialog_removed", told)

    def write(self, user_id: int, text: str, *, chat: str = "dialog", locale: str = "ru") -> None:
        """Somebody writes to the bot, or in a chat in which it is too."""
        message = {
            "sender": user(user_id), "recipient": {"chat_id": user_id + 1, "chat_type": chat, "user_id": 1},
            "timestamp": 1, "body": {"mid": f"mid.{len(self.updates)}", "seq": 1, "text": text},
        }  # fmt: skip
        self.happens("message_created", {"message": message, "user_locale": locale})

    def happens(self, kind: str, told: dict[str, Any]) -> None:
        """An update."""
        with self.news:
            self.updates.append({"update_type": kind, "timestamp": 1700000000000, **told})
            self.news.notify_all()

    def since(self, marker: int | None, wait_s: float, limit: int) -> dict[str, Any]:
        """The updates from the marker on, waited for; without one the last alone."""
        with self.news:
            begin = max(0, len(self.updates) - 1) if marker is None else marker
            self.news.wait_for(lambda: len(self.updates) > begin, wait_s)
            found = self.updates[begin : begin + limit]
            return {"updates": found, "marker": begin + len(found)}


def user(user_id: int, name: str = "Мария") -> dict[str, Any]:
    """Somebody of MAX."""
    return {
        "user_id": user_id, "first_name": name, "last_name": "Л.", "username": None, "is_bot": False,
        "last_activity_time": 1,
    }  # fmt: skip


def _answer(server: Max, method: str, path: str, asked: dict[str, str], body: Any) -> tuple[int, Any]:
    if (method, path) == ("GET", "/me"):
        return 200, user(1, "Школа") | {"username": BOT, "is_bot": True}
    if (method, path) == ("GET", "/updates"):
        marker, limit, wait_s = asked.get("marker"), int(asked["limit"]), int(asked["timeout"])
        assert 1 <= limit <= 1000
        assert 0 <= wait_s <= 90
        found = server.since(None if marker is None else int(marker), wait_s, limit)
        kinds = asked["types"].split(",")
        return 200, found | {"updates": [one for one in found["updates"] if one["update_type"] in kinds]}
    if (method, path) != ("POST", "/messages"):
        return 404, {"code": "not.found", "message": path}
    assert len(body["text"]) <= LONGEST_TEXT
    to = int(asked["user_id"])
    if server.limited:
        server.limited -= 1
        return 429, {"code": "too.many.requests", "message": "Rate limit"}
    if to in server.refusals:
        status, code = server.refusals[to]
        return status, {"code": code, "message": f"Key: {code}, args: [{to},]."}
    server.written.append((to, body["text"]))
    return 200, {"message": {"recipient": {"user_id": to}, "timestamp": 1, "body": {"text": body["text"]}}}


@contextmanager
def serving() -> Iterator[Max]:
    """One that serves meanwhile."""
    found = Max()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found.asked.append(f"{self.command} {parts.path}")
            found.connections.add(self.client_address)
            if found.silent_s:
                time.sleep(found.silent_s)
            if found.says is not None:
                status, said = found.says
            elif self.headers.get("Authorization") != TOKEN:
                status, said = 401, b'{"code": "verify.token", "message": "Invalid access_token"}'
            else:
                status, told = _answer(
                    found, self.command, parts.path, asked, json.loads(sent) if sent else None
                )
                said = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(said)))
            if status == 429 and found.retry_after:
                self.send_header("Retry-After", found.retry_after)
            self.end_headers()
            with suppress(ConnectionError):  # who asked has gone
                self.wfile.write(said)

        do_POST = do_GET = _take  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
