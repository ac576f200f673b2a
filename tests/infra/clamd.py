"""A scanner that speaks as ClamAV's daemon does (INSTREAM), and finds what the tests say."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HARMFUL = b"HARMFUL-TEST-FILE"


class Scanner:
    """What it was sent, and what it is to answer; of itself it finds HARMFUL."""

    def __init__(self, most: int) -> None:
        self.most, self.seen, self.says = most, list[bytes](), ""

    def answer(self, line: socket.socket) -> None:
        """One file taken and judged."""
        stream = line.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        taken = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            taken += stream.read(length)
            if len(taken) > self.most:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(taken)
        found = "stream: Test.Harmful FOUND" if HARMFUL in taken else "stream: OK"
        line.sendall((self.says or found).encode() + b"\0")


@contextmanager
def scanning(most: int = 25 * 1024 * 1024) -> Iterator[tuple[str, Scanner]]:
    """A scanner that answers at the address meanwhile."""
    scanner = Scanner(most)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    with line, suppress(OSError, AssertionError, struct.error):
                        scanner.answer(line)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}", scanner
        server.shutdown(socket.SHUT_RDWR)
