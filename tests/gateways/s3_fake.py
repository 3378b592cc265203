"""A tiny S3 at the edge: signed PUT, HEAD and GET of objects in one bucket, over real HTTP in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

BUCKET = "bangfu"
MISSING = b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"
REFUSED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


class FakeS3(ThreadingHTTPServer):
    """What the fake holds, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.refuses = False

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeS3

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.admitted():
            self.server.objects[self.path] = content
            self.answer(200)

    def do_HEAD(self):
        if self.admitted():
            found = self.server.objects.get(self.path)
            self.answer(404 if found is None else 200, found or b"")

    def do_GET(self):
        if self.admitted():
            found = self.server.objects.get(self.path)
            self.answer(404 if found is None else 200, MISSING if found is None else found)

    def admitted(self):
        self.server.asked.append(f"{self.command} {self.path}")
        is_signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key/")
        if not self.server.refuses and is_signed and self.path.startswith(f"/{BUCKET}/"):
            return True
        self.answer(403, REFUSED)
        return False

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@contextmanager
def running() -> Iterator[FakeS3]:
    """A fake that answers until the block ends."""
    with FakeS3() as fake:
        thread = Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            fake.shutdown()
            thread.join()
