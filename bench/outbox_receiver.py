"""A mail server and a gateway of text messages on this machine, which write down what they take.

    python -m bench.outbox_receiver FILE

Prints `SMTP-PORT HTTP-PORT`, then serves until it is killed. One line of FILE a message taken: its number (what is
before the @ of its Message-ID, or its Idempotency-Key), the address, the instant at which it was begun (seconds). The
line is written before the answer: what we acknowledge is in the file.
"""

from __future__ import annotations

import json
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, ClassVar


class Taken:
    """The file, shared by both servers."""

    def __init__(self, file: IO[str]) -> None:
        self.file, self.lock = file, threading.Lock()

    def note(self, number: str, address: str, begun: float) -> None:
        with self.lock:
            self.file.write(f"{number}\t{address}\t{begun:.6f}\n")
            self.file.flush()


class Post(socketserver.StreamRequestHandler):
    """The verbs of SMTP that a client of ours uses."""

    taken: ClassVar[Taken]
    disable_nagle_algorithm = True

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 here")
        address, begun = "", 0.0
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"MAIL":
                begun = time.time()
            elif verb == b"RCPT":
                address = line.decode().partition("<")[2].partition(">")[0]
            elif verb == b"DATA":
                self.say("354 go on")
                number = ""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    if line.lower().startswith(b"message-id:"):
                        number = line.decode().partition("<")[2].partition("@")[0]
                if not line:
                    break  # cut before the end: not taken
                self.taken.note(number, address, begun)
            elif verb == b"QUIT":
                self.say("221 bye")
                break
            self.say("250 yes")


class Gateway(BaseHTTPRequestHandler):
    """Takes a POST of JSON."""

    taken: ClassVar[Taken]
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        begun = time.time()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.taken.note(self.headers["Idempotency-Key"], body["to"], begun)
        answer = b'{"id": "r"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        pass


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients are killed: their connections break."""


def main() -> None:
    with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
        Post.taken = Gateway.taken = Taken(file)
        post = _Server(("127.0.0.1", 0), Post)
        gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        gateway.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        print(post.server_address[1], gateway.server_address[1], flush=True)
        post.serve_forever()


if __name__ == "__main__":
    main()
