"""Calls to servers that somebody named in a form: where they may go, and what of a call is known afterwards."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from balai import outbound


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
        elif self.path == "/mute":
            self.close_connection = True
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 2000)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture()
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://8.8.8.8/", "scheme"),
        ("http://8.8.8.8/", "tls"),
        ("https://user:word@8.8.8.8/", "credentials"),
        ("https:///x", "host"),
        ("https://8.8.8.8/a b", "host"),
        ("https://10.0.0.8/", "private"),
        ("https://169.254.169.254/latest/", "private"),
        ("https://[::1%25lo]:1/", "unresolved"),
        ("https://[fd00::1]/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://nobody.invalid/", "unresolved"),
    ],
)
def test_addresses_that_are_never_called(url: str, reason: str) -> None:
    with pytest.raises(outbound.Forbidden) as caught:
        outbound.check_address(url)
    assert caught.value.reason in {reason, "private"}


def test_in_production_not_even_this_machine(server: str, settings: Any) -> None:
    outbound.check_address(server)
    settings.BALAI_PRODUCTION = True
    with pytest.raises(outbound.Forbidden):
        outbound.check_address(server)


def test_a_redirect_is_an_answer_and_not_a_way(server: str) -> None:
    assert outbound.call("GET", f"{server}/away").status == 302


def test_what_was_cut_off_or_is_too_long_is_no_answer(server: str) -> None:
    for url, limit in ((f"{server}/cut", 10_000), (f"{server}/", 1000), (f"{server}/mute", 1000)):
        with pytest.raises(outbound.Silent) as caught:
            outbound.call("GET", url, max_bytes=limit)
        assert not isinstance(caught.value, outbound.Unreached)
    assert len(outbound.call("GET", f"{server}/").body) == 2000


def test_where_nobody_listens_nothing_was_sent() -> None:
    with pytest.raises(outbound.Unreached):
        outbound.call("GET", f"http://127.0.0.1:{_free_port()}/")


def test_a_server_that_never_answers_ends_in_time() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(1)
        with pytest.raises(outbound.Silent):
            outbound.call("GET", f"http://127.0.0.1:{mute.getsockname()[1]}/", seconds=0.3)


def test_a_signed_answer_may_come_without_tls_but_from_no_inner_address(server: str) -> None:
    """Revocation lists live at http:// by their standard; what the address leads to is looked at all the same."""
    with pytest.raises(outbound.Forbidden) as error:
        outbound.check_address("http://8.8.8.8/ca.crl")
    assert error.value.reason == "tls"
    outbound.check_address("http://8.8.8.8/ca.crl", signed=True)
    for url in ("http://169.254.169.254/ca.crl", "http://10.0.0.5/ca.crl", "http://[::1%lo]:1/"):
        with pytest.raises(outbound.Forbidden):
            outbound.check_address(url, signed=True)
    assert outbound.call("GET", server, signed=True).status == 200
