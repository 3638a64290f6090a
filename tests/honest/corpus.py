"""Reads the corpus of honest habits: one small file each, in the percent format, which says what
must come of it.

A file under `notebooks/` is a docstring and cells. The docstring is the habit in a sentence, then
`key: value` lines:

    parts       parts of the assignment whose findings must be passed with full points (default:
                `network`); `none` for none
    other       findings of those parts that may be anything else (default: none); answers in prose
                always may
    answered    questions whose answer must be found and await a person, comma-separated (default:
                none)
    runs        the trainings as they must be recorded, comma-separated: `network Adam 40, - SGD 3`
                (`-`: no role)
    trained_by  who trained every run that is recorded: `grader` or `kernel`
    notes       kinds of notes (severity `info`) that must be there, comma-separated; others may be
                there, too
    policy      of the training (default: `full`)
    outcome     of the recording (default: `completed`)
    assignment  that it answers (default: `digits`)
    files       names of files beside the notebook, under `notebooks/beside/`
    not_yet     what is still done wrong to it; the test must fail until this line is taken out
    slow        `yes` for one of several of a kind, which the slow tests grade
    kind        of a forged notebook (`tests/hostile/forged/`): what must be found
    ..._s       limits of the policy that differ from the usual, in seconds

Cells begin with a line of their own:

    # %%                 code that was saved without an execution count
    # %% [7]             code with this execution count
    # %% [markdown]      prose; each line may begin with `# `
    # %% [output]        what the cell above printed, as saved; each line begins with `# `
    # %% [result]        what the cell above gave as its value, likewise
    # %% [picture]       an empty PNG below the cell above
    # %% [error]         the error that ended the cell above: `# NameError: name 'x' is not defined`
    # %% include NAME    the cells of `notebooks/parts/NAME.py`
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

NOTEBOOKS = Path(__file__).parent / "notebooks"
PARTS = NOTEBOOKS / "parts"
BESIDE = NOTEBOOKS / "beside"
KEYS = {
    "parts",
    "other",
    "answered",
    "runs",
    "trained_by",
    "notes",
    "policy",
    "outcome",
    "assignment",
    "files",
    "not_yet",
    "kind",
    "slow",
    "cell_timeout_s",
    "notebook_timeout_s",
}
_CELL = re.compile(r"^# %%[ ]?(.*)$", re.MULTILINE)
_PICTURE = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
).decode()


@dataclass(frozen=True)
class Habit:
    """One honest notebook."""

    name: str
    """`claims/two_decimals`."""
    title: str
    """The habit, in a sentence."""
    keys: dict[str, str]
    body: str

    def listed(self, key: str, default: str = "") -> tuple[str, ...]:
        """The comma-separated values of a key."""
        return tuple(
            value.strip() for value in self.keys.get(key, default).split(",") if value.strip()
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the assignment that it answers rightly."""
        return tuple(part for part in self.listed("parts", "network") if part != "none")

    @property
    def assignment(self) -> str:
        """Which assignment it answers."""
        return self.keys.get("assignment", "digits")

    @property
    def policy(self) -> str:
        """How much of its training is run."""
        return self.keys.get("policy", "full")

    @property
    def limits(self) -> tuple[tuple[str, float], ...]:
        """Limits of the policy that differ from the usual."""
        return tuple(
            (key, float(value)) for key, value in sorted(self.keys.items()) if key.endswith("_s")
        )

    def runs(self) -> list[tuple[str | None, str, int]]:
        """Role, optimizer and epochs of the trainings that must be recorded; empty where nothing is
        said of them.
        """
        split = [run.split() for run in self.listed("runs")]
        return [
            (None if role == "-" else role, optimizer, int(epochs))
            for role, optimizer, epochs in split
        ]

    def notebook(self) -> NotebookNode:
        """The notebook as it is handed in."""
        cells: list[NotebookNode] = []
        for kind, text in _pieces(self.body):
            if kind in ("output", "result", "error", "picture"):
                cells[-1].outputs.append(_output(kind, text))
            elif kind == "markdown":
                cells.append(nbformat.v4.new_markdown_cell(_without_signs(text)))
            else:
                cells.append(
                    nbformat.v4.new_code_cell(text, execution_count=int(kind) if kind else None)
                )
        return nbformat.v4.new_notebook(cells=cells)

    def write(self, folder: Path) -> Path:
        """Put the notebook, and the files beside it, into `folder`."""
        for name in self.listed("files"):
            (folder / name).write_bytes((BESIDE / name).read_bytes())
        path = folder / f"{self.name.rpartition('/')[2]}.ipynb"
        nbformat.write(self.notebook(), path)
        return path


def read_corpus() -> list[Habit]:
    """Every habit, by name."""
    folders = [
        folder
        for folder in sorted(NOTEBOOKS.iterdir())
        if folder.is_dir() and folder not in (PARTS, BESIDE)
    ]
    return [read_notebook(path) for folder in folders for path in sorted(folder.glob("*.py"))]


def read_notebook(path: Path, *, below: Path = NOTEBOOKS) -> Habit:
    """The notebook that a file describes; it is named by where it lies `below` a folder."""
    _, header, body = path.read_text("utf-8").split('"""', maxsplit=2)
    title, _, rest = header.partition("\n\n")
    keys = dict(line.split(": ", maxsplit=1) for line in rest.strip().splitlines())
    assert set(keys) <= KEYS, f"{path}: unknown keys {set(keys) - KEYS}"
    return Habit(str(path.relative_to(below).with_suffix("")), " ".join(title.split()), keys, body)


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """What a body consists of: a kind and a text each."""
    found = _CELL.split(body)[1:]
    for head, text in zip(found[::2], found[1::2], strict=True):
        if head.startswith("include "):
            yield from _pieces((PARTS / f"{head.removeprefix('include ')}.py").read_text("utf-8"))
        else:
            yield head.strip().strip("[]"), text.strip("\n")


def _output(kind: str, text: str) -> NotebookNode:
    shown = _without_signs(text)
    if kind == "output":
        return nbformat.v4.new_output("stream", name="stdout", text=shown + "\n")
    if kind == "result":
        return nbformat.v4.new_output("execute_result", {"text/plain": shown}, execution_count=None)
    if kind == "picture":
        return nbformat.v4.new_output(
            "display_data", {"image/png": _PICTURE, "text/plain": "<Figure size 640x480>"}
        )
    name, _, value = shown.partition(": ")
    return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[shown])


def _without_signs(text: str) -> str:
    return "\n".join(
        line.removeprefix("#").removeprefix(" ") if line.startswith("#") else line
        for line in text.split("\n")
    )
