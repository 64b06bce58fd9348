"""Calls to servers that a person named in a form: never into our own network, never without TLS, never for long.

What a village's officer writes as the address of a service would otherwise be asked by us, from inside: databases, other
villages' services, the cloud's own doors. So the name is resolved once, every address is looked at, and the one that was
looked at is the one we connect to. No redirects are followed, no proxy of the environment is used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

__all__ = [
    "LOCAL_HOSTS", "Answer", "Forbidden", "Silent", "Unreached", "call", "check_address", "check_server", "is_inner", "open_line",
]  # fmt: skip

#: This machine.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_CHUNK = 64 * 1024


class Forbidden(Exception):
    """An address that we do not call; ``reason`` is one of scheme, credentials, host, unresolved, private, tls."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Silent(Exception):
    """Nobody answered: refused, cut off, too slow, too long, or no TLS that we trust."""


class Unreached(Silent):
    """No connection came about, so nothing was sent: the same call may be made again without being made twice."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Target:
    secure: bool
    host: str
    port: int
    path: str
    address: str


def _is_trusted(host: str) -> bool:
    """Whether the operator of the deployment named this host as one that villages may call inside the network; on a
    machine that is not in production, itself."""
    if host in settings.BALAI_INNER_HOSTS:
        return True
    return host in LOCAL_HOSTS and not settings.BALAI_PRODUCTION


def _target(url: str, *, signed: bool = False) -> _Target:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Forbidden("scheme") from None
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in {"http", "https"}:
        raise Forbidden("scheme")
    if parts.username or parts.password:
        raise Forbidden("credentials")
    if not host or any(sign in url for sign in "\r\n\t ") or parts.fragment:
        raise Forbidden("host")
    secure = parts.scheme == "https"
    trusted = _is_trusted(host)
    if not secure and not signed and not (trusted and host in LOCAL_HOSTS):
        raise Forbidden("tls")
    port = port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(secure, host, port, path, _address(host, port, trusted))


def _address(host: str, port: int, trusted: bool) -> str:
    """The address to connect to, once all that the name stands for were looked at."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise Forbidden("unresolved") from None
    if not trusted and not all(ipaddress.ip_address(each.partition("%")[0]).is_global for each in found):
        raise Forbidden("private")
    # IPv4 first: many an office's line has no other.
    return sorted(found, key=lambda each: (":" in each, each))[0]


def check_server(host: str, port: int) -> str:
    """Refuse a server of another kind (mail) that we would not call; returns the address that was looked at.

    Raises:
        Forbidden: with the reason (host, unresolved or private).
    """
    host = host.rstrip(".").lower()
    if not host or any(sign in host for sign in "\r\n\t /@:"):
        raise Forbidden("host")
    return _address(host, port, _is_trusted(host))


def is_inner(host: str) -> bool:
    """Whether this host may be called inside the network, where the operator answers for who listens on the line."""
    return _is_trusted(host.rstrip(".").lower())


def open_line(host: str, port: int, *, seconds: float) -> socket.socket:
    """A TCP line to the very address that was looked at; what is spoken on it, TLS first, is the caller's.

    Raises:
        Forbidden: the address is none that we call.
        OSError: no connection came about.
    """
    return socket.create_connection((check_server(host, port), port), seconds)


def check_address(url: str, *, signed: bool = False) -> None:
    """Refuse an address that we would not call; ``signed`` as for :func:`call`.

    Raises:
        Forbidden: with the reason.
    """
    _target(url, signed=signed)


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name says a moment later."""

    def __init__(self, target: _Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.address, self._target.port), self.timeout)


class _Secure(http.client.HTTPSConnection):
    """The same under TLS, for the name."""

    def __init__(self, target: _Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout, context=ssl.create_default_context())
        self._target = target

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self._target.host)  # type: ignore[attr-defined]


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float = 20.0,
    max_bytes: int = 10 * 1024 * 1024,
    signed: bool = False,
) -> Answer:
    """One request, one answer; ``seconds`` is for the whole of it. ``signed``: what is asked is no secret, and the answer
    bears a signature that the caller checks (revocation lists): such sources live at http:// by their standard (RFC 5280).

    Raises:
        Forbidden: the address is none that we call.
        Unreached: no connection came about.
        Silent: there was no answer in time, or one that is longer than ``max_bytes``.
    """
    until = time.monotonic() + seconds
    target = _target(url, signed=signed)
    connection: http.client.HTTPConnection = (_Secure if target.secure else _Plain)(target, seconds)
    try:
        connection.connect()
    except (OSError, ssl.SSLError):
        connection.close()
        raise Unreached() from None
    try:
        connection.request(method, target.path, body=body or None, headers={"Connection": "close", **(headers or {})})
        found = connection.getresponse()
        parts, size = [], 0
        # A server that drips a byte a second keeps within every single wait: the whole has a deadline.
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise Silent()
            if connection.sock is not None:
                connection.sock.settimeout(left)
            part = found.read1(_CHUNK)
            if not part:
                break
            size += len(part)
            if size > max_bytes:
                raise Silent()
            parts.append(part)
        said = {name.lower(): value for name, value in found.getheaders()}
        length = said.get("content-length", "")
        if length.isdigit() and int(length) != size:
            raise Silent()
        return Answer(found.status, b"".join(parts), said)
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError):
        raise Silent() from None
    finally:
        connection.close()
