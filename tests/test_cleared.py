"""A notebook that was saved without outputs, graded by what was saved: what is said of it is
true.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.assignment import bundled
from grader.checks import run_checks
from grader.evidence import gather
from grader.intake import read_submission
from grader.model.recording import NOT_RUN
from grader.pipeline import load_everything

SOLUTION = bundled("reference") / "digits" / "solution.ipynb"


@pytest.fixture(scope="module")
def loaded():
    return load_everything("digits")


def everything(_source: str) -> bool:
    return True


def findings(loaded, path: Path, *, cleared, counts=False):
    """What is found in the solution without the outputs of some of its cells, by id."""
    notebook = json.loads(SOLUTION.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cleared("".join(cell["source"])):
            cell["outputs"] = []
            if not counts:
                cell["execution_count"] = None
    path.write_text(json.dumps(notebook), "utf-8")
    submission = read_submission(path)
    evidence = gather(submission, NOT_RUN, assignment=loaded.assignment, dataset=loaded.dataset)
    found = run_checks(
        loaded.assignment,
        evidence,
        (),
        reference=loaded.reference,
        recording=NOT_RUN,
        checks=loaded.checks,
    )
    return {finding.id: finding for finding in found}


def test_code_whose_outputs_were_stripped_is_not_called_missing(loaded, tmp_path):
    """As nbstripout leaves it: nobody is told to call a function that is called in the code."""
    found = findings(loaded, tmp_path / "nb.ipynb", cleared=everything)

    for name in ("classifier.trained", "network.trained"):
        assert found[name].status == "failed"
        assert "The code trains (cell" in found[name].message
        assert "saved without the outputs" in found[name].message
        assert "with a policy that runs it" in found[name].hint
        assert "call fit" not in found[name].hint
    assert found["q1.answered"].status == "needs_review"


def test_outputs_that_were_cleared_with_counts_kept(loaded, tmp_path):
    """As Jupyter clears them: that the cells ran is known, what they showed is not."""
    found = findings(loaded, tmp_path / "nb.ipynb", cleared=everything, counts=True)

    assert found["network.trained"].status == "passed"
    for name in ("network.accuracy", "network.curves", "network.matrix"):
        assert found[name].status == "failed"
        assert "with a policy that runs it" in found[name].hint
    assert len(found["network.matrix"].evidence) == 1  # the cell that imports it computes none


def test_one_cell_that_was_cleared_is_named(loaded, tmp_path):
    """The rest is graded as ever."""
    found = findings(
        loaded, tmp_path / "nb.ipynb", cleared=lambda source: "confusion_matrix(" in source
    )

    assert found["network.trained"].status == "passed"
    assert "The code computes a confusion matrix (cell" in found["network.matrix"].message


def test_code_that_is_not_there_is_still_asked_for(loaded, tmp_path):
    """A notebook without any training is told to train, outputs or none."""
    path = tmp_path / "nb.ipynb"
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for source in ("x = 1", "# model.fit(x, y)")
    ]
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "utf-8"
    )
    evidence = gather(
        read_submission(path), NOT_RUN, assignment=loaded.assignment, dataset=loaded.dataset
    )

    assert evidence.unshown == {}
