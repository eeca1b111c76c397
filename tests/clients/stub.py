"""A model API on loopback that records what a client sends and streams prepared answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Event = Body
Answer = Callable[["Stub", Body], Sequence[Event]]
MODEL_PATHS = ("/messages", "/responses", ":streamGenerateContent", "/chat/completions")


class Stub:
    """The recorded requests of one server, in the order in which they came."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[Body] = []
        self.url = ""
        self._answer = answer
        self._arrival = threading.Condition()

    def receive(self, body: Body) -> Sequence[Event]:
        with self._arrival:
            self.requests.append(body)
            self._arrival.notify_all()
        return self._answer(self, body)

    def wait_for(self, count: int, timeout: float) -> bool:
        """Wait until `count` requests have come."""
        with self._arrival:
            return self._arrival.wait_for(lambda: len(self.requests) >= count, timeout)


@contextmanager
def serve(answer: Answer) -> Iterator[Stub]:
    """Serve model requests with `answer` on a free loopback port."""
    stub = Stub(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.send_error(404)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0)))
            if not self.path.partition("?")[0].endswith(MODEL_PATHS):
                self.send_error(404)
                return
            events = stub.receive(json.loads(raw))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"".join(map(_encode, events)))

    return Handler


def _encode(event: Event) -> bytes:
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n".encode()


def strings(value: object) -> Iterator[str]:
    """Yield every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
