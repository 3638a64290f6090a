"""Lets through only what a browser sends that came by a link of ours, and arms every answer.

Before any page is looked up: the exact `Host` (against DNS rebinding), the exact `Origin` and
`Sec-Fetch-Site` (against other pages in the same browser), the session's cookie, and for changes
the CSRF token. Every answer forbids scripts and styles but our own files, and frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.web.server.sessions import Session, Sessions

MAX_BODY_BYTES = 256 * 1024
"""A comment is a page of text; a student's words in an appeal are a few."""
MOST_FIELDS = 3_000
"""A group may be a whole class."""
ENTRANCE = "/enter"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
CHANGES = "POST"
READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is."""

    host: str
    """With the port, as a browser sends it: `127.0.0.1:8765`."""
    scheme: str = "http"

    @property
    def origin(self) -> str:
        """As browsers write it."""
        return f"{self.scheme}://{self.host}"

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers don't keep the ports of one host apart, so the name does."""
        name = f"grader-review-{self.host.rpartition(':')[2]}"
        return f"__Host-{name}" if self.scheme == "https" else name

    def link(self, token: str) -> str:
        """The address that lets somebody in, once."""
        return f"{self.origin}{ENTRANCE}?token={token}"


class Guard:
    """Stands before the pages."""

    def __init__(self, pages: ASGIApp, *, address: Address, sessions: Sessions) -> None:
        """Take what is guarded, where it is reached, and who may come in."""
        self._pages, self._address, self._sessions = pages, address, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._pages(scope, receive, send)
            return
        if scope["type"] != "http":  # web sockets are not spoken here
            return

        async def armed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refused = self._foreign(scope["method"], headers)
        if refused is None and scope["path"] == ENTRANCE:
            refused = self._entered(scope)
        if refused is not None:
            await refused(scope, receive, armed)
            return
        session = next(filter(None, map(self._sessions.of, self._cookies(headers))), None)
        if session is None:
            await _refusal(401, "Please open the link that the terminal shows.")(
                scope, receive, armed
            )
            return
        await self._let_in(session, scope, receive, armed)

    def _foreign(self, method: str, headers: Headers) -> Response | None:
        """The refusal of what no page of ours sent; None where nothing speaks against it."""
        if headers.getlist("host") != [self._address.host]:
            return _refusal(421, "This page is not known by that name.")
        if method not in (CHANGES, *READS):
            return _refusal(405, "Not allowed.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refusal(403, "Another page sent this.")
        origins = headers.getlist("origin")
        if origins != [self._address.origin] and (origins or method == CHANGES):
            return _refusal(403, "Another page sent this.")
        return None

    def _entered(self, scope: Scope) -> Response:
        """A cookie for who brings a token that was not used yet."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        token = query.get("token", [""])[0]
        # What only looks at a link, as programs do that show a preview of it, does not use it up.
        value = self._sessions.enter(token) if scope["method"] == "GET" else None
        if value is None:
            return _refusal(
                403, "This link was used before, or is none. The terminal shows the next one."
            )
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            self._address.cookie,
            value,
            path="/",
            secure=self._address.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    async def _let_in(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole_body(receive)
        if body is None:
            await _refusal(413, "That is too long, or broke off.")(scope, receive, send)
            return
        form = _form(body) if scope["method"] == CHANGES else {}
        brought = Headers(scope=scope).get("x-csrf-token") or form.get("csrf", ("",))[-1]
        if scope["method"] == CHANGES and not session.allows(brought):
            await _refusal(403, "Please load the page again, and repeat what you did.")(
                scope, receive, send
            )
            return
        scope["state"] = {**scope.get("state", {}), "session": session, "form": form}
        await self._pages(scope, receive, send)

    def _cookies(self, headers: Headers) -> Iterator[str]:
        """Every value that was sent under our name. Other programs of this machine set cookies for
        the same host, some of a form that ends the reading of all behind it, some of this name.
        """
        for cookie in ";".join(headers.getlist("cookie")).split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == self._address.cookie:
                yield value


async def _whole_body(receive: Receive) -> bytes | None:
    """What was sent; None where it is longer than anything that is written here, or where the
    connection broke before its end: of `points=10` would be left `points=1`.
    """
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES or message["type"] != "http.request":
            return None
        if not message.get("more_body"):
            return bytes(body)


def _form(body: bytes) -> dict[str, tuple[str, ...]]:
    """The fields of a form, each with all its values; nothing where it is none."""
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="replace",
        )
    except ValueError:
        return {}
    return {name: tuple(values) for name, values in fields.items()}


def _refusal(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status_code=status)
