"""A folder that is synced may lose files while its class is graded: no grade depends on it."""

import shutil
from pathlib import Path

import pytest

from grader.batch import ClassGrader, Listeners
from grader.intake import collect
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.store import BatchFolder

pytestmark = pytest.mark.usefixtures("shared_processes")

SEED_LIKE = Path(__file__).parents[1] / "notebooks" / "seed_like.ipynb"


def test_a_twin_that_is_gone_gets_what_the_other_got(tmp_path, monkeypatch):
    """It ended the batch, with a sentence about a file that is no longer there."""
    (tmp_path / "in").mkdir()
    for name in ("ann", "bob"):
        shutil.copy(SEED_LIKE, tmp_path / "in" / f"{name}.ipynb")
    store = BatchFolder(tmp_path / "out")
    hand_ins = collect(tmp_path / "in", work=store.intake).hand_ins
    real = NotebookGrader.grade_or_explain

    def lose(self, hand_in, **rest):
        (tmp_path / "in" / "bob.ipynb").unlink()
        return real(self, hand_in, **rest)

    monkeypatch.setattr(NotebookGrader, "grade_or_explain", lose)
    grading = ClassGrader(
        load_everything("mnist"), Policy(training="saved"), store, jobs=1, pdf=False
    )
    quiet = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)

    ann, bob = grading.grade(hand_ins, quiet)

    assert (ann.hand_in.name, bob.hand_in.name) == ("ann.ipynb", "bob.ipynb")
    assert bob.result.grade == ann.result.grade
