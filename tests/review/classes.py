"""A class of digits with answers in prose, graded by the saved outputs: nothing is run."""

import json
import shutil
from pathlib import Path

from grader.assignment import bundled
from grader.batch import BatchOptions, HandedIn, Listeners, run_batch
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment, load_everything

SOLUTION = bundled("reference") / "digits" / "solution.ipynb"
QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)
ANSWERS = {
    "annadams_LATE_101_901_hw.ipynb": "The network, for it is right more often.",
    "bobbrown_102_902_hw.ipynb": "The classifier: it is simpler; =1+1 and **well**.",
    "cemcetin_103_903_hw.ipynb": "Both are fine.",
}


def assignment(folder: Path, *, more: str = "") -> LoadedAssignment:
    """The digits with one thing that waits for a person: the answer to their question."""
    if not folder.exists():
        shutil.copytree(bundled("reference") / "digits", folder)
    text = (folder / "assignment.yaml").read_text("utf-8").replace("points: 100\n", "points: 90\n")
    lines = [line for line in text.splitlines() if "id: network.matrix" not in line]
    (folder / "assignment.yaml").write_text("\n".join([*lines, more, ""]), "utf-8")
    return load_everything(str(folder))


def notebook(answer: str) -> str:
    """The solution with another answer to its question."""
    book = json.loads(SOLUTION.read_text("utf-8"))
    (cell,) = (cell for cell in book["cells"] if cell["id"] == "q1-answer")
    cell["source"] = answer
    return json.dumps(book)


def hand_in(folder: Path, answers: dict[str, str] = ANSWERS) -> Path:
    """Lay the notebooks out as Canvas does."""
    folder.mkdir(exist_ok=True)
    for name, answer in answers.items():
        (folder / name).write_text(notebook(answer), "utf-8")
    return folder


def grade(folder: Path, out: Path, loaded: LoadedAssignment):
    """Run a batch over them."""
    options = BatchOptions(out, 1, pdf=False)
    return run_batch(loaded, Policy(training="saved"), HandedIn(folder, "canvas"), options, QUIET)
