"""ClamAV asked over its socket (INSTREAM): a file goes to it piece by piece, and it says what it found."""

import logging
import socket
import struct
from pathlib import Path
from typing import BinaryIO

from ejournal.errors import DomainError

log = logging.getLogger(__name__)
PIECE = 128 * 1024
TIMEOUT_S = 60.0
INFECTED = "The virus scanner found something harmful in {name}; the file was deleted"
TOO_LARGE = "The virus scanner takes no file as large as {name}, so it cannot be sent"


class ScannerAway(DomainError):
    """The scanner does not answer; the file waits, for nothing goes past it."""

    def __init__(self) -> None:
        super().__init__("The virus scanner does not answer now. The file is kept: try again in a minute")


def scan(address: str, file: Path, name: str) -> None:
    """Ask the scanner at «unix:/path» or «tcp:host:port»; DomainError in words for what it does not pass."""
    try:
        with _connected(address) as line, file.open("rb") as opened:
            answer = _ask(line, opened)
    except OSError as error:
        log.error("The virus scanner at %s does not answer: %s", address, error)
        raise ScannerAway from None
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        log.warning("The virus scanner refused a file: %s", answer)
        raise DomainError(INFECTED, name=name)
    if "size limit exceeded" in answer:
        raise DomainError(TOO_LARGE, name=name)
    log.error("The virus scanner at %s answered: %s", address, answer or "nothing")
    raise ScannerAway


def _connected(address: str) -> socket.socket:
    how, _, where = address.partition(":")
    if how == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_S)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_S)


def _ask(line: socket.socket, file: BinaryIO) -> str:
    line.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has said why, and listens no more
    said = bytearray()
    while b"\0" not in said and len(said) < PIECE and (piece := line.recv(4096)):
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
