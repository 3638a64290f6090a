"""Grading from Python."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.assignment import bundled
from grader.errors import ConfigError, FolderInUse, GraderError
from grader.store import held
from tests.hostile.packing import GOOD

pytestmark = pytest.mark.usefixtures("shared_processes")

ROOT = Path(__file__).parents[1]
SAMPLES = bundled("reference") / "digits" / "samples"
SAVED = {"assignment": "digits", "policy": "saved"}


def test_the_examples_of_the_page_run(tmp_path, monkeypatch, capsys):
    """As they stand there, one after another."""
    (tmp_path / "reference").symlink_to(ROOT / "reference")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "python.md").read_text()
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    exec("\n".join(examples), {})

    printed = capsys.readouterr().out
    assert len(examples) == 2
    assert "needs_review 31 of 100" in printed
    assert "1 graded" in printed


def test_importing_loads_nothing_heavy():
    """Who only wants the version waits for nothing."""
    code = "import grader, sys; print(grader.__version__, *sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()

    assert not {"numpy", "pydantic", "grader.api", "psutil"} & set(loaded)
    assert {"grade", "grade_batch", "GradeRecord"} <= set(dir(grader))


def test_a_notebook_that_can_not_be_read_has_a_record(tmp_path):
    """Always a grade, and why there is none."""
    (tmp_path / "hw.ipynb").write_text("no json")

    record = grader.grade(tmp_path / "hw.ipynb", **SAVED)

    assert (record.status, record.points) == ("ungradable", "0")
    assert "in line 1, column 1). The upload or the download" in record.reason
    assert record.reason.endswith("hand it in again.")


def test_what_is_misspelt_is_reported():
    """A limit, a name of the package, an assignment."""
    with pytest.raises(TypeError, match="no limit is called time_out"):
        grader.grade("hw.ipynb", **SAVED, time_out=3)
    with pytest.raises(AttributeError):
        _ = grader.grad
    with pytest.raises(ConfigError):
        grader.grade("hw.ipynb", assignment="digit")


def test_a_class_is_graded_part_by_part(tmp_path):
    """By name, then the next ones; what is there is kept, and nobody is left out silently."""
    source, out, reported = tmp_path / "class", tmp_path / "out", []
    source.mkdir()
    for name in ("ann", "bob", "cy", "di"):
        (source / f"{name}.ipynb").write_bytes(GOOD)
    options = {**SAVED, "pdf": False, "jobs": 1, "on_done": reported.append}

    first = grader.grade_batch(source, out, **options, only=["A*", "bob.ipynb"])
    again = grader.grade_batch(source, out, **options, limit=1)
    with pytest.raises(GraderError, match="'cyd'") as error:
        grader.grade_batch(source, out, **options, only=["cyd"])

    assert (len(first.records), first.waiting) == (2, 2)
    assert (len(again.records), again.waiting) == (3, 1)
    assert len(reported) == 3
    assert "cy" in error.value.hint
    page = (out / "summary.html").read_text()
    assert all(f"{name}.ipynb" in page for name in ("ann", "bob", "cy"))


def test_a_folder_that_is_in_use_is_reported_by_whom(tmp_path):
    """Two runs into one folder would take each other's work away."""
    code = (
        "import grader\n"
        f"grader.grade_batch({str(SAMPLES)!r}, {str(tmp_path)!r}, assignment='digits', "
        "policy='saved')"
    )
    with held(tmp_path, "grader batch"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
        )

    assert FolderInUse.__name__ in done.stderr
    assert "in use by grader batch (process" in done.stderr
