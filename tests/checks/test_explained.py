"""Students read where their data or tools were others."""

from dataclasses import replace

import pytest

from grader.checks import CHECKS, run_checks
from grader.model.descriptions import ArraySummary
from grader.model.events import Notice
from grader.model.evidence import Evidence, Foreign
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
)


def verdict(name, evidence, *scores, recording=RECORDING):
    """The finding of one check."""
    trained = a_check("run_found")
    checks = (trained,) if name == "run_found" else (trained, a_check(name))
    findings = run_checks(
        an_assignment(*checks),
        evidence,
        scores,
        reference=a_reference(),
        recording=recording,
        checks=CHECKS,
    )
    return findings[-1]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("Fashion-MNIST", "(they look like Fashion-MNIST): load the data"),
        ("", "otherwise load the data"),
    ],
)
def test_a_model_of_other_data_fails_and_is_reported_why(other, words):
    """Not the number of epochs is to blame, but the data."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)
    run = a_run(x=x, started_arrays="a.npz", epochs_requested=3)

    finding = verdict("accuracy", evidence_of(run), a_score(0.1, other_data=other))

    assert words in finding.hint


def test_epochs_of_a_loop_of_fits_are_counted_together():
    """Who trains one epoch at a time doesn't train for one epoch."""
    runs = [a_run(number=1, epochs_requested=1, match=None)]
    runs += [a_run(number=n, epochs_requested=1, continues=n - 1) for n in (2, 3)]
    runs[1] = replace(runs[1], match=None)

    assert (
        "for 3 epochs" in verdict("accuracy", Evidence(runs=tuple(runs)), a_score(0.1, run=3)).hint
    )
    where = verdict("run_found", Evidence(runs=tuple(runs)), a_score(0.1, run=3)).evidence
    assert where == ("cell 4: fit, 100 of 1 epochs, after 2 others",)
    runs[2] = replace(runs[2], compiled=replace(runs[2].compiled, optimizer="Adam"))
    other = verdict("accuracy", Evidence(runs=tuple(runs)), a_score(0.1, run=3))
    assert "for 1 epoch;" in other.hint
    alone = evidence_of(a_run(epochs_requested=1))
    assert "for 1 epoch;" in verdict("accuracy", alone, a_score(0.1)).hint


def test_the_assignments_own_rows_leave_the_other_hints():
    """Then it is the number of epochs."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)
    run = a_run(x=x, started_arrays="a.npz", epochs_requested=3)

    finding = verdict("accuracy", evidence_of(run), a_score(0.1, training_rows_recognised=60_000))

    assert "You train for 3 epochs" in finding.hint


def test_a_notebook_that_trains_nothing_hears_what_was_missing():
    """By name, each once; what only was served is no reason."""
    events = tuple(
        Notice(kind=kind, message=message)
        for kind, message in (
            ("package_missing", "The package torch is imported but not installed here."),
            ("package_missing", "The package torch is imported but not installed here."),
            ("dataset_served", "mnist.npz was served."),
        )
    )

    ran = verdict("run_found", Evidence(), recording=replace(RECORDING, events=events))
    read = verdict(
        "run_found",
        Evidence(foreign=(Foreign("other_framework", "The notebook uses PyTorch.", 0),)),
    )

    assert ran.message.endswith(
        "Nothing else was trained either. The package torch is imported but not installed here."
    )
    assert read.message.endswith("Nothing else was trained either. The notebook uses PyTorch.")


def test_code_in_a_text_cell_is_named():
    """One key turns a cell into text, of which nothing is run; that was told to nobody."""
    trains, evaluates = Evidence(in_texts={"training": (3, 7)}), {"evaluation": (2,)}

    finding = verdict("run_found", trains)
    evaluated = verdict("evaluated", evidence_of(a_run(), in_texts=evaluates))

    assert (finding.status, finding.evidence) == ("failed", ("cell 4", "cell 8"))
    assert "stands in a text cell (cell 4, cell 8), of which nothing is run" in finding.message
    assert "Code that evaluates a model stands in a text cell (cell 3)" in evaluated.message


def test_a_loop_of_batches_is_no_fit_of_nothing():
    """Where nobody counted epochs, none are stated."""
    run = a_run(epochs_requested=0, epochs_run=0)

    finding = verdict("run_found", evidence_of(run))

    assert finding.evidence == ("cell 4: a loop of batches, epochs not counted",)
