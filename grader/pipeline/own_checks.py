"""Reads the instructor's own checks: functions in `checks.py` beside the assignment's YAML.

from grader.checks import Case, Failed, Passed, Verdict, check

@check(needs_role=False)
def two_models_trained(case: Case) -> Verdict:
    \"\"\"At least two models were trained.\"\"\"
    if len(case.evidence.runs) >= 2:
        return Passed("You trained two models or more.")
    return Failed("We saw fewer than two trainings.", "Train a second model.")
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from runpy import run_path
from typing import Any

from grader.checks import CHECKS, Check
from grader.errors import ConfigError, Problem

FILE_NAME = "checks.py"


def _print(*words: object, **options: Any) -> None:
    """What the file prints goes beside the output, which may be read by a program."""
    print(*words, **{"file": sys.stderr, **options})  # noqa: T201 - said beside the output


def checks_for(folder: Path) -> Mapping[str, Check]:
    """Every check that an assignment in `folder` may name: the program's own and those of its
    `checks.py`.

    The file is the instructor's and runs here. Raises ConfigError where it doesn't load, or takes a
    name that is taken.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return CHECKS
    try:
        made = run_path(str(path), {"print": _print})
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the instructor's file raises is reported with its line
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(path)
        ]
        line = lines[-1] if lines else getattr(error, "lineno", None)
        raise ConfigError(
            [Problem(str(path), line, "", f"{type(error).__name__}: {error}")]
        ) from None
    own = {
        value.name: value
        for value in made.values()
        if isinstance(value, Check) and value.name not in CHECKS
    }
    taken = [
        Problem(str(path), None, value.name, "there is a check of this name already")
        for value in made.values()
        if isinstance(value, Check) and CHECKS.get(value.name, value) is not value
    ]
    if taken:
        raise ConfigError(taken, hint="give it another name")
    return {**CHECKS, **own}
