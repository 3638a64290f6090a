"""Which programming language is a notebook written in, if not Python?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import JsonValue

_PYTHON = re.compile(r"i?python[\d.]*|py|py3|sage", re.IGNORECASE)
_KERNELS: tuple[tuple[str, str], ...] = (
    (r"ir\d*", "R"),
    (r"r", "R"),
    (r"julia.*", "Julia"),
    (r"xcpp.*|xeus-cling.*|c\+\+.*", "C++"),
    (r"scala.*|almond.*|spylon.*", "Scala"),
    (r"octave.*", "Octave"),
    (r"matlab.*", "MATLAB"),
    (r"javascript|jslab|tslab|ijavascript|deno|node.*|typescript", "JavaScript"),
    (r"\.net-.*|csharp.*|fsharp.*", ".NET"),
    (r"bash.*|zsh.*", "a shell"),
    (r"rust.*|evcxr.*", "Rust"),
    (r"gophernotes|gonb|go", "Go"),
    (r"java|ijava.*|kotlin.*", "Java or Kotlin"),
    (r"haskell|ihaskell.*", "Haskell"),
    (r"ruby.*|iruby.*", "Ruby"),
    (r"stata.*", "Stata"),
    (r"sas.*", "SAS"),
    (r"sql.*|xsql.*", "SQL"),
)


def foreign_language(document: Mapping[str, JsonValue]) -> str | None:
    """Return the language's name, or None for Python and where nothing tells.

    The kernel that ran the notebook wrote `language_info`, so that is believed first.
    """
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return None
    kernel = _mapping(metadata.get("kernelspec"))
    for stated in (_mapping(metadata.get("language_info")).get("name"), kernel.get("language")):
        if isinstance(stated, str) and stated.strip():
            return None if _PYTHON.fullmatch(stated.strip()) else _proper_name(stated.strip())
    name = kernel.get("name")
    return _by_kernel_name(name) if isinstance(name, str) else None


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _by_kernel_name(name: str) -> str | None:
    """A kernel of an unknown name, such as `tf-gpu`, is taken to be a Python environment."""
    for pattern, language in _KERNELS:
        if re.fullmatch(pattern, name[:100], re.IGNORECASE):
            return language
    return None


def _proper_name(stated: str) -> str:
    known = _by_kernel_name(stated)
    return known or re.sub(r"[^\w+#. -]", "?", stated[:40])
