"""A browser without a window: cookies, forms, redirects; enough to walk the journey as people do."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookies import SimpleCookie

_INPUT = re.compile(r"<(?:input|textarea|select)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_OPTION = re.compile(r'<option value="([^"]*)"[^>]*\bselected\b', re.S)


class Page:
    """An answer: status, address, text or bytes."""

    def __init__(self, status: int, url: str, body: bytes, headers: dict[str, str]) -> None:
        self.status, self.url, self.body, self.headers = status, url, body, headers

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.body.decode("utf-8", errors="replace")

    def forms(self) -> list[tuple[str, dict[str, str]]]:
        """Every form: (action, fields as they stand)."""
        found = []
        for attributes, inner in _FORM.findall(self.text):
            fields: dict[str, str] = {}
            for tag in _INPUT.findall(inner):
                known = dict(_ATTRIBUTE.findall(tag))
                if known.get("type") in {"radio", "checkbox"} and "checked" not in tag:
                    continue
                if "name" in known:
                    fields[known["name"]] = html.unescape(known.get("value", ""))
            for name, options in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', inner, re.S):
                chosen = _OPTION.search(options)
                fields[name] = html.unescape(chosen.group(1)) if chosen else ""
            found.append((html.unescape(dict(_ATTRIBUTE.findall(attributes)).get("action", "")), fields))
        return found


class Browser:
    """One person's browser: keeps cookies a host and path, follows redirects.

    ``*.localhost`` is answered by this machine whatever its resolver says, as browsers do it.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[tuple[str, str, str], str] = {}
        self.at = ""

    def _cookie_header(self, host: str, path: str) -> str:
        return "; ".join(
            f"{name}={value}"
            for (of, under, name), value in self.cookies.items()
            if of == host and path.startswith(under)
        )

    def _keep(self, host: str, headers: list[str]) -> None:
        for header in headers:
            parsed: SimpleCookie = SimpleCookie()
            parsed.load(header)
            for name, morsel in parsed.items():
                key = (host, morsel["path"] or "/", name)
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = morsel.value

    def open(self, url: str, data: dict[str, str] | list[tuple[str, str]] | None = None, *, follow: int = 6) -> Page:
        """GET, or POST with ``data``; returns the last page of the redirects."""
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(self.at, url))
        host = parts.hostname or ""
        path = parts.path or "/"
        target = f"http://127.0.0.1:{self.port}{path}" + (f"?{parts.query}" if parts.query else "")
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(target, data=body)
        request.add_header("Host", f"{host}:{self.port}")
        request.add_header("Cookie", self._cookie_header(host, path))
        if body is not None:
            request.add_header("Referer", f"http://{host}:{self.port}{path}")
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            answer = opener.open(request, timeout=60)
            status, headers, content = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            status, headers, content = error.code, error.headers, error.read()
        self._keep(host, headers.get_all("Set-Cookie") or [])
        here = f"http://{host}:{self.port}{path}" + (f"?{parts.query}" if parts.query else "")
        self.at = here
        if status in {301, 302, 303, 307} and follow:
            return self.open(urllib.parse.urljoin(here, headers["Location"]), follow=follow - 1)
        return Page(status, here, content, dict(headers.items()))

    def submit(self, page: Page, values: dict[str, str], *, containing: str = "") -> Page:
        """Send the page's form that has a field (or action) named ``containing``, with some values changed."""
        for action, fields in page.forms():
            if not containing or containing in fields or containing in action:
                if not containing and not set(values) <= set(fields):
                    continue
                return self.open(urllib.parse.urljoin(page.url, action) if action else page.url, fields | values)
        raise LookupError(f"There is no form with {containing or sorted(values)} at {page.url} ({page.status}).")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """We follow redirects ourselves, to keep cookies by host."""
