"""Runs a hand-in with each tool's own command, and a hidden test where the tool knows such a
thing.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.classes.notebooks import Json, code_cell, written
from benchmarks.measuring.processes import CommandError, timed
from benchmarks.others import environment
from benchmarks.stage import DATA

PUBLIC_TEST = "assert 0 <= baseline_accuracy <= 1\nassert 0 <= cnn_accuracy <= 1\n"
HIDDEN_TEST = "assert model.count_params() == 50890\nassert cnn.count_params() == 34826\n"
OTTER_TEST = """OK_FORMAT = True
test = {
    "name": "models",
    "points": 10,
    "suites": [{"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": [
        {"code": ">>> 0 <= baseline_accuracy <= 1 and 0 <= cnn_accuracy <= 1\\nTrue",
         "hidden": False, "locked": False},
        {"code": ">>> model.count_params(), cnn.count_params()\\n(50890, 34826)",
         "hidden": True, "locked": False},
    ]}],
}
"""


class Others:
    """The other tools, ready to run notebooks like `release`; all scratch lies in `folder`."""

    def __init__(self, folder: Path, release: Json) -> None:
        """Find the programs and lay the pictures where Keras looks for them; the rest is set up
        when it is needed.
        """
        self._folder = folder
        self._release = release
        self._programs = environment.make()
        data = folder / "keras" / "datasets"
        data.mkdir(parents=True)
        shutil.copy(DATA, data)
        self._environment = {
            "KERAS_HOME": str(data.parent),
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "",
            "PATH": f"{self._programs}:{os.environ['PATH']}",
        }

    def jupyter_execute(self, notebook: Path, *, out: str = "executed.ipynb") -> float:
        """Seconds of `jupyter execute`."""
        command = [environment.jupyter(), "execute", notebook, "--output", self._folder / out]
        return self._timed(command, self._folder)

    def papermill(self, notebook: Path) -> float:
        """Seconds of `papermill`."""
        out = self._folder / "papermill.ipynb"
        return self._timed(
            [self._programs / "papermill", "--kernel", "python3", notebook, out], self._folder
        )

    def nbgrader_autograde(self, notebooks: Sequence[Path]) -> float:
        """Seconds of one `nbgrader autograde` over all hand-ins; raises CommandError where not all
        get full points.
        """
        for folder in ("submitted", "autograded"):
            shutil.rmtree(self._course / folder, ignore_errors=True)
        for number, path in enumerate(notebooks):
            place = self._course / "submitted" / f"student{number}" / "mnist"
            place.mkdir(parents=True)
            notebook = json.loads(path.read_text("utf-8"))
            written(
                {**notebook, "cells": [*notebook["cells"], nbgrader_test()]},
                place / "notebook.ipynb",
            )
        wall_s = self._timed(
            [self._programs / "nbgrader", "autograde", "mnist", "--force"], self._course
        )
        graded = len(list((self._course / "autograded").glob("*/mnist/notebook.ipynb")))
        if graded != len(notebooks) or self._lowest_points() < 10:
            raise CommandError(
                f"nbgrader graded {graded} of {len(notebooks)}, lowest points "
                f"{self._lowest_points()}"
            )
        return wall_s

    def otter_run(self, notebook: Path) -> float:
        """Seconds of `otter run`; raises CommandError where the hand-in doesn't get full points."""
        command = [self._programs / "otter", "run", "--no-logo", "-a", self._autograder, notebook]
        wall_s = self._timed(command, self._autograder.parent)
        tests = json.loads((self._autograder.parent / "results.json").read_text("utf-8"))["tests"]
        if sum(test.get("score", 0) for test in tests) < 10:
            raise CommandError(f"otter gave {tests}")
        return wall_s

    @cached_property
    def _course(self) -> Path:
        """The course folder of nbgrader with one assignment, released."""
        course = self._folder / "course"
        source = course / "source" / "mnist"
        source.mkdir(parents=True)
        config = 'get_config().CourseDirectory.course_id = "course"\n'
        (course / "nbgrader_config.py").write_text(config, "utf-8")
        cells = [*self._release["cells"], nbgrader_test(hidden=True)]
        written({**self._release, "cells": cells}, source / "notebook.ipynb")
        self._timed([self._programs / "nbgrader", "generate_assignment", "mnist"], course)
        return course

    @cached_property
    def _autograder(self) -> Path:
        """Otter's archive of tests."""
        folder = self._folder / "otter"
        (folder / "tests").mkdir(parents=True)
        (folder / "tests" / "models.py").write_text(OTTER_TEST, "utf-8")
        archive = folder / "autograder.zip"
        self._timed([self._programs / "otter", "generate", "-t", "tests", "-o", archive], folder)
        return archive

    def _lowest_points(self) -> float:
        with closing(sqlite3.connect(self._course / "gradebook.db")) as gradebook:
            rows = gradebook.execute("select auto_score from grade").fetchall()
        return min((float(row[0] or 0) for row in rows), default=0.0)

    def _timed(self, command: Sequence[str | Path], cwd: Path) -> float:
        return timed(command, cwd=cwd, environment=self._environment)


def nbgrader_test(*, hidden: bool = False) -> dict[str, Any]:
    """The cell with nbgrader's tests, as the teacher wrote it or (`hidden=False`) as the student
    got it.
    """
    secret = f"### BEGIN HIDDEN TESTS\n{HIDDEN_TEST}### END HIDDEN TESTS\n" if hidden else ""
    cell = code_cell("models", PUBLIC_TEST + secret)
    about = {"grade": True, "solution": False, "locked": True, "task": False, "points": 10}
    cell["metadata"] = {
        "nbgrader": {**about, "grade_id": "models", "cell_type": "code", "schema_version": 3}
    }
    return cell
