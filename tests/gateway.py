"""A gateway of text messages on this machine, as an operator's would be, which can get stuck or refuse."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Gateway:
    """A gateway of text messages on this machine. `stuck_after`: it takes that many more, then never answers."""

    server: ThreadingHTTPServer
    taken: list[dict[str, Any]] = field(default_factory=list)
    stuck_after: int = 10**6
    is_stuck: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    status: int = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/messages/{{key}}"


@contextlib.contextmanager
def gateway() -> Iterator[Gateway]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            one.taken.append(body | {"key": self.headers["Idempotency-Key"], "token": self.headers["Authorization"]})
            if one.stuck_after <= 0:
                one.is_stuck.set()
                one.release.wait(30)
                return
            one.stuck_after -= 1
            answer = b'{"id": "r-1"}'
            self.send_response(one.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one = Gateway(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield one
    one.release.set()
    server.shutdown()
    server.server_close()
    thread.join()
