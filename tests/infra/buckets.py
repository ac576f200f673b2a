"""A bucket that speaks as S3 does: files put there, in parts too, read by ranges and deleted."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, bytes]
    parts: dict[str, dict[int, bytes]]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's own name)
        """Say nothing."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @property
    def _asked(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        return parts.path, parse_qs(parts.query, keep_blank_values=True)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_PUT(self) -> None:
        path, asked = self._asked
        body = self._body()
        if "partNumber" in asked:
            self.parts[path][int(asked["partNumber"][0])] = body
        else:
            self.objects[path] = body
        self._answer(200, ETag=f'"{md5(body).hexdigest()}"')

    def do_POST(self) -> None:
        path, asked = self._asked
        self._body()
        name = f"<Bucket>b</Bucket><Key>{path}</Key>"
        if "uploads" in asked:
            self.parts[path] = {}
            given = (
                f"<InitiateMultipartUploadResult>{name}<UploadId>1</UploadId></InitiateMultipartUploadResult>"
            )
        else:
            self.objects[path] = b"".join(part for _, part in sorted(self.parts.pop(path).items()))
            given = f'<CompleteMultipartUploadResult>{name}<ETag>"1"</ETag></CompleteMultipartUploadResult>'
        self._answer(200, given.encode(), Content_Type="application/xml")

    def do_DELETE(self) -> None:
        self.objects.pop(self._asked[0], None)
        self._answer(204)

    def do_GET(self) -> None:
        body = self.objects.get(self._asked[0])
        if body is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        told = {"ETag": '"1"', "Last_Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not found:
            self._answer(200, body, **told)
            return
        first, last = int(found[1]), min(int(found[2]), len(body) - 1)
        told["Content_Range"] = f"bytes {first}-{last}/{len(body)}"
        self._answer(206, body[first : last + 1], **told)

    do_HEAD = do_GET  # noqa: N815 (the library's own name)


@contextmanager
def a_bucket() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Its endpoint, and what lies in it by path."""
    objects: dict[str, bytes] = {}
    handler = type("Handler", (_Handler,), {"objects": objects, "parts": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", objects
    finally:
        server.shutdown()
        server.server_close()
