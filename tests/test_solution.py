"""The model answer, trained in full."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_samples import ANSWERS, OPTIONAL, REQUIRED

SOLUTION = Path(__file__).parents[1] / "reference" / "mnist" / "solution.ipynb"


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_solution_earns_every_automatic_point():
    """500, 1,000 and 15 epochs, every value measured here and inside the reference's band."""
    program = Path(sys.executable).with_name("grader")

    done = subprocess.run(
        [program, "check", SOLUTION, "--policy", "full", "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )

    record = json.loads(done.stdout)
    passed = {finding["id"] for finding in record["findings"] if finding["status"] == "passed"}
    waiting = {
        finding["id"] for finding in record["findings"] if finding["status"] == "needs_review"
    }
    epochs = {run["role"]: run["epochs_run"] for run in record["runs"] if run["role"]}
    assert done.returncode == 0
    assert passed >= REQUIRED | OPTIONAL
    assert waiting >= ANSWERS
    assert epochs == {"baseline": 500, "adam": 1000, "cnn": 15}
    assert [doubt for doubt in record["integrity"] if doubt["severity"] != "info"] == []
