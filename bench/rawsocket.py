"""Websocket frames by hand: a flood must not wait for a library that keeps the rules."""

import base64
import json
import os
import socket
from urllib.parse import urlencode, urlsplit

NAMESPACE = "/_event"
TEXT, BINARY = 0x1, 0x2


def frame(payload: bytes, kind: int = TEXT) -> bytes:
    """One masked frame, as browsers send them; the mask is of zeros."""
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | kind, 0x80 | size])
    elif size < 2**16:
        head = bytes([0x80 | kind, 0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x80 | kind, 0x80 | 127]) + size.to_bytes(8, "big")
    return head + bytes(4) + payload


def event(name: str, **payload: object) -> bytes:
    """The frame of one event of a page."""
    told = {"name": name, "payload": payload, "router_data": {"pathname": "/", "asPath": "/"}}
    return frame(f"42{NAMESPACE},{json.dumps(['event', told], separators=(',', ':'))}".encode())


def begin() -> bytes:
    """The frame with which a page comes in, asking for nothing."""
    return frame(f"40{NAMESPACE},{{}}".encode())


def connect(base: str, *, cookie: str = "", token: str = "") -> socket.socket:
    """A socket whose websocket is open; ConnectionError when the server refuses it."""
    place = urlsplit(base)
    query = urlencode({"token": token or os.urandom(8).hex(), "EIO": "4", "transport": "websocket"})
    lines = [
        f"GET {NAMESPACE}/?{query} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Origin: {base}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    opened = socket.create_connection((place.hostname, place.port), timeout=10)
    opened.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = opened.recv(4096)
        if not piece:
            break
        answer += piece
    if not answer.startswith(b"HTTP/1.1 101"):
        opened.close()
        raise ConnectionError(answer[:100].decode(errors="replace"))
    return opened


def plain(base: str) -> socket.socket:
    """A connection on which nothing has been said."""
    place = urlsplit(base)
    return socket.create_connection((place.hostname, place.port), timeout=10)
