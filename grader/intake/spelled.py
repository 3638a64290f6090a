"""Says under which names a notebook's code asks for the files beside it, where these go by others.

Windows and macOS find a file whose name differs in capitals, macOS also one whose `é` is one sign
here and two there. A notebook that found its data on such a computer finds them here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import IntakeError
from grader.intake.notebooks.read import read_submission

MODULE = ".py"
MAX_STEP_CHARS = 255
MAX_NOTEBOOK_BYTES = 20 * 1024**2
MAX_LOOKS = 50
MAX_STEPS_ASKED = 1_000
MAX_CODE_CHARS = 1_000_000
"""Nobody writes more by hand; what lies beside a larger notebook keeps its names."""
_STEP = re.compile(rf"""['"/\\]([^'"/\\\n]{{1,{MAX_STEP_CHARS}}})(?=(['"/\\]))""")
"""A step of a path in a text of the code, and the sign behind it."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """How code spells the steps of paths."""

    code: str
    steps: Mapping[str, frozenset[str]]
    """By what they have in common, all spellings."""

    def file(self, name: str) -> str:
        """The name of a file as the code spells it; one that the code has as it is, or in several
        spellings, stays.
        """
        spelled = self._spelled(name)
        return name if spelled == name or name in self.code else spelled

    def folder(self, name: str) -> str:
        """The name of a folder, likewise; the same word may stand alone as a variable's."""
        spelled = self._spelled(f"{name}/").removesuffix("/")
        as_it_is = (f"{name}/", f"{name}\\", f"'{name}'", f'"{name}"')
        return name if spelled == name or any(one in self.code for one in as_it_is) else spelled

    def _spelled(self, step: str) -> str:
        spelled = self.steps.get(_alike(step), frozenset())
        return next(iter(spelled)) if len(spelled) == 1 else step


def spellings_in(code: str) -> Spellings:
    """The steps that stand in texts of the code: folders with the sign behind them, and files with
    an ending. Any other word, as the name of a class, may mean something else.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for step, behind in _STEP.findall(code):
        spelled = f"{step}/" if behind in "/\\" else step
        if spelled != step or PurePosixPath(step).suffix or not step.isascii():
            found[_alike(spelled)].add(spelled)
    return Spellings(code, {alike: frozenset(steps) for alike, steps in found.items()})


def as_the_code_asks(found: Mapping[str, Path], notebook: Path | None) -> dict[str, Path]:
    """The files by the names under which the code of `notebook` asks for them, else by their own.

    Modules of Python and their folders keep theirs: `import` heeds capitals everywhere. So do all
    where there are more names than anybody asks for: each may have to be sought in all of the code.
    """
    others = [name for name in found if not name.endswith(MODULE)]
    steps = {step for name in others for step in PurePosixPath(name).parts}
    few = notebook is not None and 0 < len(steps) <= MAX_STEPS_ASKED
    asks = notebook is not None and few and _may_ask_otherwise(notebook, steps)
    code = _code_of(notebook) if notebook is not None and asks else ""
    if not code:
        return dict(found)
    spellings = spellings_in(code)
    packages = {step for name in found.keys() - {*others} for step in PurePosixPath(name).parts}
    asked = {name: _asked(name, spellings, packages) for name in others}
    counted = Counter(asked.values())
    return {
        new if (new := asked.get(name, name)) not in found and counted[new] == 1 else name: path
        for name, path in found.items()
    }


def _asked(name: str, spellings: Spellings, packages: AbstractSet[str]) -> str:
    *folders, last = PurePosixPath(name).parts
    steps = [one if one in packages else spellings.folder(one) for one in folders]
    return str(PurePosixPath(*steps, spellings.file(last)))


def _may_ask_otherwise(notebook: Path, steps: AbstractSet[str]) -> bool:
    """Whether a step of a path stands in the file in other capitals only, or may do so in another
    form: few do, and reading a notebook for nothing takes as long as a hundred looks.
    """
    try:
        with notebook.open("rb") as stream:
            held = stream.read(MAX_NOTEBOOK_BYTES)
    except OSError:
        return False
    if len(steps) > MAX_LOOKS or not all(map(str.isascii, steps)):
        return True
    lowered = held.lower()
    return any(lowered.count(step.lower().encode()) > held.count(step.encode()) for step in steps)


def _code_of(notebook: Path) -> str:
    try:
        if notebook.stat().st_size > MAX_NOTEBOOK_BYTES:
            return ""
        cells = read_submission(notebook).notebook.code_cells()
    except (OSError, IntakeError):
        return ""
    return "\n".join(one.source for one in cells)[:MAX_CODE_CHARS]


def _alike(step: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", step).casefold())
