"""Servers on this machine that answer as the published contracts of providers say; they remember what they were asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Request:
    """What a provider got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Provider:
    """A provider: ``answers`` are given one after the other, the last for ever. "cut": the line breaks after the request."""

    base: str = ""
    asked: list[Request] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def next(self) -> Any:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def provider(*answers: Any) -> Iterator[Provider]:
    """Answers are (status, JSON) or (status, JSON, headers) or "cut"."""
    made = Provider(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            found = {name.lower(): value for name, value in self.headers.items()}
            made.asked.append(Request(self.command, self.path, found, self.rfile.read(length)))
            answer = made.next()
            if answer == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, said, *more = answer
            body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in (more[0] if more else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(*, rcpt: str = "250 ok", data: str = "250 taken") -> Iterator[tuple[int, list[str]]]:
    """A mail server of one conversation at a time; ``data="cut"``: the line breaks before it says whether it took it."""
    got: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as line:

                def say(text: str, line: Any = line) -> None:
                    line.write(f"{text}\r\n".encode())
                    line.flush()

                say("220 here")
                while words := line.readline().decode().strip():
                    verb = words.split()[0].upper()
                    if verb == "DATA":
                        say("354 go on")
                        lines = []
                        while (text := line.readline().decode().rstrip("\r\n")) != ".":
                            lines.append(text)
                        got.append("\n".join(lines))
                        if data == "cut":
                            break
                        say(data)
                    elif verb == "QUIT":
                        say("221 bye")
                        break
                    else:
                        say(rcpt if verb == "RCPT" else "250 ok")

    threading.Thread(target=talk, daemon=True).start()
    try:
        yield int(listener.getsockname()[1]), got
    finally:
        listener.close()
