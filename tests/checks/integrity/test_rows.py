"""What is observed about the rows that a model was trained on."""

from dataclasses import replace

import pytest

from grader.checks import integrity_findings
from grader.checks.integrity.rows import about_rows, own_split
from grader.model.descriptions import ArraySummary
from grader.model.evidence import Evidence, RoleMatch
from tests.checks.cases import RECORDING, a_reference, a_run, a_score, evidence_of, row_set
from tests.checks.integrity.observed import ASKED, claimed, kinds


def test_the_rest_of_the_data_is_held_out():
    """As many rows as are held out, where all others were trained on, are those."""
    x = ArraySummary("x", (1000, 8), "float32", 0.0, 1.0)
    run = a_run(claims=(claimed(0.99, data="as_many"),), x=x, **ASKED)

    assert kinds(evidence_of(run), a_score(0.50, training_rows_recognised=1000)) == [
        ("claim_mismatch", "serious")
    ]


@pytest.mark.parametrize(
    ("fields", "rows", "expected"),
    [
        ({"tested_on_held_out": True}, 100, ("trained_on_test", "serious")),
        ({}, 100, ("trained_on_test", "warning")),
        ({}, 80, None),
        ({"match": None, "tested_on_held_out": True}, 100, None),
    ],
)
def test_held_out_rows_among_those_trained_on(fields, rows, expected):
    """Serious where they are tested on, too; a split of one's own, or a last model on everything,
    is no matter of integrity.
    """
    run, score = a_run(**fields), a_score(trained_on_held_out=rows)

    assert kinds(evidence_of(run), score) == ([expected] if expected else [])
    assert bool(own_split(run, score)) == (fields == {} and rows == 80)


@pytest.mark.parametrize(
    ("stands_in", "loss", "severity"),
    [(True, "", None), (True, "hinge", "serious"), (False, "", "serious")],
)
def test_a_last_model_on_all_data_that_stands_in_for_a_missing_part(stands_in, loss, severity):
    """It accuses nobody where the same model answers its own part without held-out rows."""
    match = RoleMatch(
        "other", "", compile_differences=("Adam instead of SGD",) if stands_in else ()
    )
    meant, last = a_run(), a_run(number=2, cell=5, match=match, tested_on_held_out=True)
    last = replace(last, compiled=replace(last.compiled, loss=loss or last.compiled.loss))
    scores = (a_score(), a_score(run=2, trained_on_held_out=100))

    findings = integrity_findings(
        Evidence(runs=(meant, last)), scores, a_reference(), recording=RECORDING
    )

    expected = [("trained_on_test", severity)] if severity else []
    assert [(found.kind, found.severity) for found in findings] == expected


@pytest.mark.parametrize(
    ("recognised", "looked_at", "expected"),
    [(60_000, True, []), (0, True, [("other_data", "info")]), (0, False, [])],
)
def test_rows_that_nobody_knows_are_a_note(recognised, looked_at, expected):
    """They may be another data set, or changed; of rows for which there was no time nothing is
    said.
    """
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)

    found = kinds(
        evidence_of(a_run(x=x, started_arrays="a.npz")),
        a_score(training_rows_recognised=recognised, rows_looked_at=looked_at),
    )

    assert found == expected


@pytest.mark.parametrize(
    ("evidence", "score", "expected"),
    [
        ({"changes": ("noise",)}, {}, []),
        ({}, {"same_pictures": True}, []),
        ({"changes": ("noise",)}, {"other_data": "Fashion-MNIST"}, [("other_data", "warning")]),
    ],
)
def test_changed_examples_are_no_other_data(evidence, score, expected):
    """The code and the labels tell of augmentation; a data set that is known by name stays one."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)
    run = a_run(x=x, started_arrays="a.npz")

    assert kinds(evidence_of(run, **evidence), a_score(**score)) == expected


def test_batches_of_held_out_rows_are_at_least_as_many_as_were_seen():
    """Of a loop not every batch is looked at."""
    x = ArraySummary("x", (900, 784), "float32", 0.0, 1.0, "pieces")
    score = a_score(trained_on_held_out=600, training_rows_recognised=300)

    (finding,) = integrity_findings(
        evidence_of(a_run(x=x, started_arrays="a.npz")),
        (score,),
        a_reference(),
        recording=RECORDING,
    )

    assert finding.message.startswith(
        "At least 600 of the rows trained on in cell 4 are held-out rows"
    )


def test_other_data_are_named_where_they_are_known():
    """What they look like is said instead of a guess."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)

    (finding,) = integrity_findings(
        evidence_of(a_run(x=x, started_arrays="a.npz")),
        (a_score(other_data="Fashion-MNIST"),),
        a_reference(),
        recording=RECORDING,
    )

    assert finding.message.endswith("they look like Fashion-MNIST.")


@pytest.mark.parametrize(
    ("unknown", "said"),
    [(0, False), (20, False), (21, True), (500, True), (501, False), (1000, False)],
)
def test_rows_that_nobody_knows_are_counted_in_neutral_words(unknown, said):
    """A few are said nothing of; more than half are reported as data of another kind, which is a
    finding of its own.
    """
    x = ArraySummary("x", (1000, 64), "float32", 0.0, 1.0)
    run = a_run(x=x, started_arrays="arrays/1.npz")
    score = a_score(training_rows_recognised=1000 - unknown)

    found = [one for one in about_rows(run, score, ()) if one.kind == "unknown_rows"]

    assert [one.severity for one in found] == ["info"] * said
    assert all(f"{unknown:,} are neither" in one.message for one in found)


def test_rows_that_come_several_times_are_counted_once():
    """Whoever splits the data anew and repeats examples trains on no more of ours for that."""
    run = a_run()
    repeated = a_score(trained_on_held_out=160, held_out_rows=row_set(range(80)))
    nearly_all = replace(repeated, held_out_rows=row_set(range(96)))

    assert kinds(evidence_of(run), repeated) == []
    assert kinds(evidence_of(run), nearly_all) == [("trained_on_test", "warning")]
