"""The notebooks of the corpus show, read as they were saved, what is expected of each."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from shows import CORPUS

from grader.errors import IntakeError
from grader.evidence import read_claims
from grader.intake import read_submission

FOLDER = Path(__file__).parent
READABLE = {name: shows for name, shows in CORPUS.items() if shows.error is None}


def test_every_notebook_is_expected_to_show_something():
    """No file stands here untested."""
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(CORPUS)


def test_files_are_what_the_script_writes():
    """The committed files and the script that builds them agree."""
    from build import corpus  # noqa: PLC0415 - lies beside the notebooks

    written = corpus()
    assert set(written) == set(CORPUS)
    for name, content in written.items():
        assert (FOLDER / f"{name}.ipynb").read_bytes() == content, (
            f"run python tests/notebooks/build.py ({name})"
        )


@pytest.mark.parametrize("name", [name for name, shows in CORPUS.items() if shows.error])
def test_what_is_no_notebook_says_why(name):
    """One line, with a hint."""
    with pytest.raises(IntakeError, match=CORPUS[name].error) as caught:
        read_submission(FOLDER / f"{name}.ipynb")

    assert caught.value.hint


@pytest.mark.parametrize("name", READABLE)
def test_runs(name, saved):
    """Trainings are found, with the epochs that the outputs show, and given to the roles that they
    answer.
    """
    shows = CORPUS[name]

    _submission, evidence = saved(name)

    roles = {run.role: run for run in evidence.runs if run.role}
    assert all(run.source == "claimed" for run in evidence.runs)
    if shows.runs is not None:
        assert len(evidence.runs) == shows.runs
    if shows.roles is not None:
        assert {
            role: (run.epochs_run, run.epochs_requested) for role, run in roles.items()
        } == shows.roles
    for role, difference in shows.differences.items():
        assert "; ".join(roles[role].match.differences) == difference
    for role, epochs in shows.history.items():
        assert {len(values) for values in roles[role].history.values()} == {epochs}


@pytest.mark.parametrize("name", READABLE)
def test_claims(name, saved):
    """Values are read, named as today, and tied to the run that they are about."""
    shows = CORPUS[name]

    _submission, evidence = saved(name)

    for role, metrics in shows.claims.items():
        run = evidence.run_for(role)
        for metric, value in metrics.items():
            assert run.claimed(metric) == pytest.approx(value, abs=0.00006), metric
        if not metrics:
            assert run.claimed("val_accuracy") is None
    assert sum(not claim.supported for claim in evidence.claims) == shows.unsupported


@pytest.mark.parametrize("name", READABLE)
def test_what_is_shown(name, saved):
    """Figures, matrices, summaries and evaluations are found where the saved notebook has them."""
    shows = CORPUS[name]

    _submission, evidence = saved(name)

    roles = {run.number: run.role for run in evidence.runs}
    if shows.curves is not None:
        assert {(roles[curve.run], curve.metric) for curve in evidence.curves} == shows.curves
    if shows.matrices is not None:
        assert len(evidence.matrices) == shows.matrices
    if shows.evaluated is not None:
        assert {roles[number] for number in evidence.evaluated_cells} == shows.evaluated
    if shows.summaries is not None:
        assert len(evidence.summaries_shown) == shows.summaries


@pytest.mark.parametrize(
    "name", [name for name, shows in READABLE.items() if shows.answers is not None]
)
def test_answers(name, saved):
    """Answers are the student's words, without the question, under the question that they
    answer.
    """
    shows = CORPUS[name]

    _submission, evidence = saved(name)

    found = {answer.question: answer.text for answer in evidence.answers if answer.text}
    assert found.keys() == shows.answers.keys()
    for question, beginning in shows.answers.items():
        assert found[question].startswith(beginning)
        assert "?" not in found[question]


@pytest.mark.parametrize(
    "name", [name for name, shows in READABLE.items() if shows.foreign is not None]
)
def test_foreign_code_is_reported(name, saved):
    """A framework or data set that is not this assignment's is named though nothing is run."""
    _submission, evidence = saved(name)

    reported = {found.kind: found.message for found in evidence.foreign}
    assert reported.keys() == CORPUS[name].foreign.keys()
    assert all(word in reported[kind] for kind, word in CORPUS[name].foreign.items())
    assert set(reported.values()) <= set(evidence.notices)


@pytest.mark.parametrize("name", [name for name, shows in READABLE.items() if shows.repairs])
def test_repairs_are_listed(name, saved):
    """What was mended in the file is reported in a sentence."""
    submission, _evidence = saved(name)

    for words in CORPUS[name].repairs:
        assert any(words in repair for repair in submission.repairs)


def test_fifty_megabytes_give_their_claims_in_time(tmp_path):
    """Sixty cells with long logs are read with all their claims; what grew with their square took
    over a minute.
    """
    from parts import DENSE, FIT, SGD, code, keras2_log, notebook, out  # noqa: PLC0415 - lies beside the notebooks

    log = keras2_log(1, 5000, 5000)
    path = tmp_path / "long.ipynb"
    path.write_text(
        json.dumps(
            notebook(
                *[
                    code(DENSE + SGD + FIT.format(epochs=5000), out(log), count=n)
                    for n in range(1, 63)
                ]
            )
        )
    )
    assert path.stat().st_size > 46_000_000
    began = time.process_time()

    submission = read_submission(path)
    claims = read_claims(submission.notebook)

    assert time.process_time() - began < 30
    assert len(claims) == 62
    assert all(claim.epochs_requested == 5000 and claim.epochs[-1] == 5000 for claim in claims)
    assert any("middle of the longest" in repair for repair in submission.repairs)
