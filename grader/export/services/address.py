"""Takes apart the address of an assignment, as the browser shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from grader.errors import ExportError

_CANVAS = re.compile(
    r"(?P<base>.*?)/courses/(?P<course>[0-9~]+)/assignments/(?P<assignment>[0-9~]+)"
)
_MOODLE = re.compile(r"(?P<base>.*?)/mod/assign/view\.php")


@dataclass(frozen=True, slots=True)
class SafeAddress:
    """An address to which a token may be sent."""

    origin: str
    host: str
    path: str
    query: str


@dataclass(frozen=True, slots=True)
class CanvasAddress:
    """Where an assignment of Canvas is."""

    base: str
    host: str
    course: str
    assignment: str


@dataclass(frozen=True, slots=True)
class MoodleAddress:
    """Where an assignment of Moodle is."""

    base: str
    host: str
    module: int
    """The number behind `id=`."""


def canvas_address(url: str) -> CanvasAddress:
    """Read `https://canvas.example.edu/courses/12/assignments/777`."""
    taken = safe_address(url)
    found = _CANVAS.match(taken.path)
    if found is None:
        raise ExportError(
            f"{url}: expected …/courses/12/assignments/777", hint="copy it from the browser"
        )
    base = taken.origin + found["base"]
    return CanvasAddress(base, taken.host, found["course"], found["assignment"])


def moodle_address(url: str) -> MoodleAddress:
    """Read `https://moodle.example.edu/mod/assign/view.php?id=77`."""
    taken = safe_address(url)
    found, module = _MOODLE.match(taken.path), parse_qs(taken.query).get("id", [""])[0]
    if found is None or not module.isdecimal():
        raise ExportError(
            f"{url}: expected …/mod/assign/view.php?id=77", hint="copy it from the browser"
        )
    return MoodleAddress(taken.origin + found["base"], taken.host, int(module))


def safe_address(url: str) -> SafeAddress:
    """Take it apart; raises ExportError where a token would travel in the clear."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        raise ExportError(f"{url}: not an address; copy it from the LMS") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(host)):
        raise ExportError(f"{url}: expected an address that begins with https://")
    if not host or parts.username or parts.password:
        raise ExportError(f"{url}: expected an address without a user name or a password")
    origin = f"{parts.scheme}://{parts.netloc}"
    return SafeAddress(origin, parts.netloc, parts.path, parts.query)


def _is_here(host: str) -> bool:
    """Whether the address never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
