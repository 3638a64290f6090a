"""The model answer of `mnist` as it was graded in full: three models, ten parts, six answers.

`data/model_answer.json.gz` is the record of its hand-in without what no report shows. It is written
again by `python -m tests.report.model_answer FOLDER`, the folder of `good.ipynb` in a batch.
"""

from __future__ import annotations

import gzip
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.result import Result
from grader.store import SubmissionFolder
from grader.store.records import Saved

RECORD = Path(__file__).parent / "data" / "model_answer.json.gz"
_DIGITS = 5


@cache
def model_answer() -> Result:
    """Everything right; six answers wait for a person."""
    return Saved[Result].model_validate_json(gzip.decompress(RECORD.read_bytes())).record


def main() -> None:
    """Write the record again."""
    graded = SubmissionFolder(Path(sys.argv[1])).load(events=False)
    written = Saved[Result](record=_what_is_shown(graded)).model_dump_json().encode()
    RECORD.write_bytes(gzip.compress(written, mtime=0))


def _what_is_shown(result: Result) -> Result:
    submission = replace(
        result.submission, path="good.ipynb", notebook=replace(result.submission.notebook, cells=())
    )
    recording = replace(result.recording, trainings=(), folder=None)
    evidence = _without_figures(result.evidence)
    return replace(
        result, path="good.ipynb", submission=submission, recording=recording, evidence=evidence
    )


def _without_figures(evidence: Evidence) -> Evidence:
    return replace(evidence, figures=(), claims=(), runs=tuple(map(_rounded, evidence.runs)))


def _rounded(run: TrainingRun) -> TrainingRun:
    history = {
        name: tuple(round(value, _DIGITS) for value in values)
        for name, values in run.history.items()
    }
    return replace(run, history=history)


if __name__ == "__main__":
    main()
