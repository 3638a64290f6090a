"""Knows the names and modules that Python's own library had, and what they are today."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from ..caller import asking_frame, expects_failure
from ..names import answer
from ..notes import Notes

HERE = __name__
ABSTRACT = (
    *("AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Collection"),
    *("Container", "Coroutine", "Generator", "Hashable", "ItemsView", "Iterable", "Iterator"),
    *("KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet"),
    *("Reversible", "Sequence", "Set", "Sized", "ValuesView"),
)
"""What `collections` had until Python 3.9."""
NAMES: dict[str, dict[str, str]] = {
    "base64": {"decodestring": "base64.decodebytes", "encodestring": "base64.encodebytes"},
    "cgi": {"escape": "html.escape"},
    "collections": {name: f"collections.abc.{name}" for name in ABSTRACT},
    "fractions": {"gcd": "math.gcd"},
    "inspect": {"getargspec": f"{HERE}.getargspec"},
    "itertools": {
        "ifilter": "builtins.filter",
        "imap": "builtins.map",
        "izip": "builtins.zip",
        "izip_longest": "itertools.zip_longest",
    },
    "locale": {"format": "locale.format_string"},
    "os": {"getcwdu": "os.getcwd"},
    "platform": dict.fromkeys(("dist", "linux_distribution"), f"{HERE}.no_distribution"),
    "string": {
        "letters": "string.ascii_letters",
        "lowercase": "string.ascii_lowercase",
        "uppercase": "string.ascii_uppercase",
    },
    "sys": {"maxint": "sys.maxsize", "setdefaultencoding": f"{HERE}.leave_encoding"},
    "time": {"clock": "time.perf_counter"},
    "urllib": {
        "pathname2url": "urllib.request.pathname2url",
        "quote": "urllib.parse.quote",
        "quote_plus": "urllib.parse.quote_plus",
        "unquote": "urllib.parse.unquote",
        "urlencode": "urllib.parse.urlencode",
        "urlopen": "urllib.request.urlopen",
        "urlretrieve": "urllib.request.urlretrieve",
        "URLopener": "urllib.request.urlopen",
    },
}
"""Module → old name → today's full name."""
TODAY = {
    "inspect.getargspec": "inspect.getfullargspec",
    "platform.dist": "platform.freedesktop_os_release",
    "platform.linux_distribution": "platform.freedesktop_os_release",
    "sys.setdefaultencoding": "nothing, for texts are Unicode",
}
"""What to write instead of those that a function here stands for."""
MODULES = {
    "HTMLParser": "html.parser",
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "distutils": "setuptools._distutils",
    "distutils.util": "setuptools._distutils.util",
    "distutils.version": "setuptools._distutils.version",
    "httplib": "http.client",
    "imp": "importlib",
    "thread": "_thread",
    "xml.etree.cElementTree": "xml.etree.ElementTree",
}
"""Module that went → the one of today (Python 2's everyday ones are in `python2`)."""


class ArgSpec(NamedTuple):
    """What `inspect.getargspec` returned for a function."""

    args: list[str]
    varargs: str | None
    keywords: str | None
    defaults: tuple[Any, ...] | None


def getargspec(function: Callable[..., Any]) -> ArgSpec:
    """The first four of what `inspect.getfullargspec` tells."""
    return ArgSpec(*inspect.getfullargspec(function)[:4])


def no_distribution(*_: Any, **__: Any) -> tuple[str, str, str]:
    """Name, version and code name of the Linux, as where Python couldn't tell."""
    return ("", "", "")


def leave_encoding(_: str) -> None:
    """Texts are Unicode."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """Teach what is imported already; what is to be done after the import of the others."""
    teach: dict[str, Callable[[Any], None]] = {
        name: functools.partial(_teach, places=places, notes=notes)
        for name, places in NAMES.items()
    }
    for name in teach.keys() & sys.modules.keys():
        teach.pop(name)(sys.modules[name])
    return teach


def _teach(module: Any, *, places: dict[str, str], notes: Notes) -> None:
    answer(module, places, notes, today=TODAY, is_asked=_student_asks)


def _student_asks() -> bool:
    """Libraries ask which Python this is by the names that it has, and so may a cell."""
    frame = asking_frame()
    return frame is not None and not expects_failure(frame)
