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
    origin, host, path, _ = _taken_apart(url)
    found = _CANVAS.match(path)
    if found is None:
        raise ExportError(
            f"{url}: expected …/courses/12/assignments/777", hint="copy it from the browser"
        )
    return CanvasAddress(origin + found["base"], host, found["course"], found["assignment"])


def moodle_address(url: str) -> MoodleAddress:
    """Read `https://moodle.example.edu/mod/assign/view.php?id=77`."""
    origin, host, path, query = _taken_apart(url)
    found, module = _MOODLE.match(path), parse_qs(query).get("id", [""])[0]
    if found is None or not module.isdigit():
        raise ExportError(
            f"{url}: expected …/mod/assign/view.php?id=77", hint="copy it from the browser"
        )
    return MoodleAddress(origin + found["base"], host, int(module))


def _taken_apart(url: str) -> tuple[str, str, str, str]:
    """Origin, host, path and query; raises ExportError where a token would travel in the clear."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(host)):
        raise ExportError(f"{url}: expected an address that begins with https://")
    if not host or parts.username or parts.password:
        raise ExportError(f"{url}: expected an address without a user name or a password")
    return f"{parts.scheme}://{parts.netloc}", parts.netloc, parts.path, parts.query


def _is_here(host: str) -> bool:
    """Whether the address never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
