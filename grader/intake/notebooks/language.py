"""Tells in which programming language a notebook is written, where that is not Python.

The metadata say it in four places, any of which another tool may have overwritten: a file opened
once with the wrong kernel, Colab's R runtime, a converter. Where they don't agree on Python, the
code decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pydantic import JsonValue

PYTHON = "Python"
MAX_LINES, MAX_LINE_CHARS = 5_000, 200
"""Of a notebook's code, as far as it is looked at to tell the language."""
_PYTHON = re.compile(r".*python.*|py\w*|sage.*|pysparkkernel|conda.*", re.IGNORECASE | re.DOTALL)
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


_PYTHON_IMPORT = re.compile(
    r"^[ \t]*(?:import|from)[ "
    r"\t]+(?:numpy|pandas|matplotlib|tensorflow|keras|torch|sklearn|scipy|seaborn|os|sys|math|random"
    r"|time|re|json|collections|itertools|functools|pathlib|warnings|PIL|cv2|jax|plotly)\b",
    re.MULTILINE,
)
_PYTHON_LINE = re.compile(
    r"^[ \t]*(?:from [\w.]+ import |import \w[\w.]*(?: as \w+)?[ \t]*$|def \w+\(.*\).*:|class "
    r"\w+.*:|elif .*:|with .* as \w+:"
    r"|(?:for|if|while) .+:[ \t]*(?:#.*)?$|print\(|%matplotlib)",
    re.MULTILINE,
)
_FOREIGN_LINE = re.compile(
    r"<-|%>%|^[ \t]*(?:library|require)\(|^[ \t]*using [A-Z]|^[ \t]*(?:end|\})[ "
    r"\t;]*$|\bprintln\b|^[ \t]*#include\b"
    r"|^[ \t]*(?:val|var|let|const|fn|func|function|using namespace|System\.|console\.)\b|;[ "
    r"\t]*$|::",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class NotebookLanguage:
    """What a notebook is written in."""

    foreign: str | None = None
    """The language's name; None for Python."""
    overruled: str = ""
    """What the metadata name beside it or instead of it, where the code decided."""


def language_of(document: Mapping[str, JsonValue], sources: Sequence[str]) -> NotebookLanguage:
    """Tell the language from the metadata and, where they name another one than Python, from the
    code cells' `sources`.
    """
    stated = dict(_stated(document.get("metadata")))
    others = {place: name for place, name in stated.items() if name != PYTHON}
    if not others:
        return NotebookLanguage()
    first = next(iter(others.values()))
    named = " and ".join(f"{name} in `{place}`" for place, name in others.items())
    if _is_python(_beginnings(sources), unless_shown=len(others) < len(stated)):
        return NotebookLanguage(overruled=named)
    return NotebookLanguage(first)


def _stated(metadata: JsonValue) -> Iterator[tuple[str, str]]:
    """Every place of the metadata that names a language, in the order of its weight."""
    held = _mapping(metadata)
    info, kernel = _mapping(held.get("language_info")), _mapping(held.get("kernelspec"))
    for place, stated in (
        ("language_info.name", info.get("name")),
        ("kernelspec.language", kernel.get("language")),
    ):
        if isinstance(stated, str) and stated.strip():
            yield place, _proper_name(stated.strip())
    name = kernel.get("name")
    if isinstance(name, str) and name.strip():
        by_name = _by_kernel_name(name.strip())
        if by_name or _PYTHON.fullmatch(name.strip()):
            yield "kernelspec.name", by_name or PYTHON
    extension = info.get("file_extension")
    if extension == ".py":
        yield "language_info.file_extension", PYTHON


def _beginnings(sources: Sequence[str]) -> str:
    """The beginnings of the first lines: the patterns take long for lines that have no end."""
    lines = (line[:MAX_LINE_CHARS] for source in sources for line in source.splitlines())
    return "\n".join(islice(lines, MAX_LINES))


def _is_python(code: str, *, unless_shown: bool) -> bool:
    """Whether the code is Python: what most of its telling lines say.

    `unless_shown`: where no line tells, it is. Otherwise only imports of Python's own libraries are
    proof enough, since much of Julia or R could be Python by its looks.
    """
    python, foreign = len(_PYTHON_LINE.findall(code)), len(_FOREIGN_LINE.findall(code))
    if unless_shown:
        return python >= foreign
    return _PYTHON_IMPORT.search(code) is not None and python > foreign


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _by_kernel_name(name: str) -> str | None:
    """A kernel of an unknown name, such as `tf-gpu`, tells nothing: it may be any environment."""
    for pattern, language in _KERNELS:
        if re.fullmatch(pattern, name[:100], re.IGNORECASE):
            return language
    return None


def _proper_name(stated: str) -> str:
    if _PYTHON.fullmatch(stated):
        return PYTHON
    return _by_kernel_name(stated) or re.sub(r"[^\w+#. -]", "?", stated[:40])
