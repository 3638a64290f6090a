"""Observations name what a person should look at."""

from dataclasses import replace

import pytest

from grader.checks import integrity_findings
from grader.checks.integrity.rows import about_rows, own_split
from grader.model.descriptions import ArraySummary, CompileInfo
from grader.model.events import Notice
from grader.model.evidence import Claim, Evidence, Foreign, RoleMatch
from grader.model.recording import CellRun
from grader.model.reference import Curve
from tests.checks.cases import RECORDING, a_reference, a_run, a_score, evidence_of


def kinds(evidence, *scores, recording=RECORDING):
    findings = integrity_findings(evidence, scores, a_reference(), recording=recording)
    return [(finding.kind, finding.severity) for finding in findings]


ASKED = {
    "compiled": CompileInfo("SGD", {"learning_rate": 0.01}, "mean_squared_error"),
    "batch_size": 32,
}
"""Trained as the reference is."""


def claimed(accuracy, *, data="held_out", **fields):
    return Claim(
        "evaluation",
        5,
        {"val_accuracy": accuracy, "loss": 0.1},
        quote=f"{accuracy}",
        data=data,
        **fields,
    )


def test_an_honest_notebook_raises_no_doubt():
    """A claim inside the noise of seeds is fine."""
    run = a_run(claims=(claimed(0.95),), **ASKED)

    assert kinds(evidence_of(run), a_score(0.92)) == []


def test_a_claim_that_no_training_of_the_reference_reaches_is_serious():
    """Two signs: our own training of it ends lower, and so did all of the reference's."""
    run = a_run(claims=(claimed(0.99),), **ASKED)

    assert kinds(evidence_of(run), a_score(0.50)) == [("claim_mismatch", "serious")]


def test_a_claim_that_only_our_training_contradicts_is_for_a_person_to_look_at():
    """One sign: the code may have been changed since."""
    run = a_run(claims=(claimed(0.95),), **ASKED)

    assert kinds(evidence_of(run), a_score(0.50)) == [("claim_mismatch", "warning")]


def test_a_claim_that_is_lower_is_a_note():
    """Nobody gains by it."""
    run = a_run(claims=(claimed(0.60),), **ASKED)

    assert kinds(evidence_of(run), a_score(0.95)) == [("claim_below", "info")]


@pytest.mark.parametrize(
    ("fields", "score"),
    [
        ({"claims": (claimed(0.99, data=""),)}, {}),
        ({"claims": (claimed(0.99, data="as_many"),)}, {}),
        ({"claims": (replace(claimed(0.99), metrics={"accuracy": 0.99}),)}, {}),
        ({"claims": (claimed(0.99),), "match": None}, {}),
        ({"claims": (claimed(0.99),), "batch_size": 1}, {}),
        (
            {
                "claims": (claimed(0.99),),
                "match": RoleMatch("net", "", data_differences=("on 100 examples",)),
            },
            {},
        ),
        ({"claims": (claimed(0.99),)}, {"verified": False}),
    ],
)
def test_nothing_is_said_of_what_can_not_be_compared(fields, score):
    """Other data, a training accuracy, a model that is nobody's reference, one that was not
    measured.
    """
    run = a_run(**{**ASKED, **fields})

    assert kinds(evidence_of(run), a_score(0.50, **score)) == []


def test_the_rest_of_the_data_is_held_out():
    """As many rows as are held out, where all others were trained on, are those."""
    x = ArraySummary("x", (1000, 8), "float32", 0.0, 1.0)
    run = a_run(claims=(claimed(0.99, data="as_many"),), x=x, **ASKED)

    assert kinds(evidence_of(run), a_score(0.50, training_rows_recognised=1000)) == [
        ("claim_mismatch", "serious")
    ]


@pytest.mark.parametrize(
    ("seeds", "expected"),
    [
        ((0.51, 0.49, 0.50, 0.505), [("claim_mismatch", "warning")]),
        ((0.3, 0.9, 0.6, 0.75), []),
        ((), []),
    ],
)
def test_a_model_of_ones_own_is_held_to_its_own_scatter(seeds, expected):
    """Further seeds of the same training tell how much it scatters; where nobody knows, nothing is
    said.
    """
    run = a_run(claims=(claimed(0.85),), match=None)

    assert kinds(evidence_of(run), a_score(0.50, further_seeds=seeds)) == expected


def test_what_holds_for_many_trainings_is_said_once():
    """Of 22 trainings with the same fault a person reads one sentence."""
    runs = tuple(
        a_run(number=number, cell=number, claims=(claimed(0.99),), **ASKED)
        for number in range(1, 23)
    )
    scores = [a_score(0.50, run=run.number) for run in runs]

    (finding,) = integrity_findings(
        Evidence(runs=runs), tuple(scores), a_reference(), recording=RECORDING
    )

    assert "The same holds for 21 more trainings (cell 3, cell 4" in finding.message
    assert finding.message.endswith(", …).")


def test_a_run_that_the_grader_cut_short_is_not_held_against_its_claim():
    """Of course a shorter training measures less."""
    run = a_run(claims=(claimed(0.93, data=""),), stopped_by_grader=True)

    assert kinds(evidence_of(run), a_score(0.50)) == []


def test_after_few_epochs_seeds_scatter_more():
    """A claim is held against the measured value by the scatter at its own epoch."""
    epochs = (1, 100)
    wide = Curve(epochs, (0.1, 0.90), (0.3, 0.93), (0.5, 0.96))
    reference = a_reference()
    role = replace(reference.roles["net"], curves={"val_accuracy": wide})
    early = a_run(claims=(claimed(0.45),), epochs_run=2, **ASKED)

    findings = integrity_findings(
        evidence_of(early),
        (a_score(0.15),),
        replace(reference, roles={"net": role}),
        recording=RECORDING,
    )

    assert findings == ()


def test_typed_figures_are_forged_and_gathered_in_one_finding():
    """However many print calls there are, a person reads one note with all the places."""
    typed = tuple(
        Claim("evaluation", cell, {"accuracy": 0.99}, quote="0.99", supported=False, beyond=True)
        for cell in (3, 7)
    )

    (finding,) = integrity_findings(Evidence(claims=typed), (), a_reference(), recording=RECORDING)

    assert (finding.kind, len(finding.evidence)) == ("forged_metric", 2)
    assert "cell 4, cell 8" in finding.message


def test_a_computed_claim_outweighs_a_typed_one():
    """What the notebook computed is what it claims."""
    typed = Claim("evaluation", 9, {"accuracy": 0.99}, supported=False)

    assert (
        a_run(claims=(claimed(0.93), replace(typed, metrics={"val_accuracy": 0.99}))).claimed(
            "val_accuracy"
        )
        == 0.93
    )


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
    ("claim", "kind"),
    [
        (claimed(0.991, beyond=True), "unsupported_claim"),
        (
            Claim(
                "prose",
                2,
                {"accuracy": 0.99},
                quote="We reached 99 %",
                supported=False,
                beyond=True,
            ),
            "unsupported_claim",
        ),
        (claimed(0.991, beyond=True, supported=False), "forged_metric"),
    ],
)
def test_figures_that_nothing_comes_near(claim, kind):
    """Higher than anything that ran: evidence against, where all ran; else nobody knows what would
    have been shown.
    """
    failed = (CellRun(cell=3, execution_count=1, outcome="error"),)

    assert kinds(Evidence(claims=(claim,))) == [(kind, "warning")]
    assert kinds(Evidence(claims=(replace(claim, beyond=False),))) == []
    assert kinds(Evidence(claims=(claim,)), recording=replace(RECORDING, cell_runs=failed)) == []
    assert kinds(Evidence(claims=(claim,)), recording=replace(RECORDING, outcome="timeout")) == []


def test_a_typed_figure_of_somebody_else_is_no_result():
    """What people and papers reach is quoted."""
    quoted = Claim(
        "evaluation",
        2,
        {"accuracy": 0.998},
        quote="human accuracy: 0.998",
        supported=False,
        beyond=True,
    )

    assert kinds(Evidence(claims=(quoted,))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, [("unchanged_weights", "warning")]), ({"match": None}, []), ({"error": "x"}, [])],
)
def test_weights_that_stood_still(fields, expected):
    """Said of what answers the assignment; an experiment with a learning rate of 0 is nobody's
    business.
    """
    assert kinds(evidence_of(a_run(weights_changed=False, **fields))) == expected


def test_foreign_messages_on_the_channel_are_tampering():
    """Only the recorder writes there."""
    assert kinds(Evidence(), recording=replace(RECORDING, rejected_events=3)) == [
        ("tampering", "serious")
    ]


@pytest.mark.parametrize(("recognised", "expected"), [(60_000, []), (0, [("other_data", "info")])])
def test_rows_that_nobody_knows_are_a_note(recognised, expected):
    """They may be another data set, or changed."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)

    found = kinds(
        evidence_of(a_run(x=x, started_arrays="a.npz")),
        a_score(training_rows_recognised=recognised),
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


def test_what_the_notebook_needs_and_did_not_get_is_named():
    """A missing package, another framework and other data are findings with their names and cells,
    each once.
    """
    reported = [
        Notice(
            kind="package_missing",
            message="The package cv2 is imported but not installed here.",
            execution_count=3,
        ),
        Notice(
            kind="package_missing",
            message="The package cv2 is imported but not installed here.",
            execution_count=4,
        ),
        Notice(
            kind="other_framework", message="The notebook uses PyTorch (torch).", execution_count=3
        ),
        Notice(kind="dataset_served", message="mnist.npz was served.", execution_count=3),
    ]
    runs = (
        CellRun(cell=7, execution_count=3, outcome="error"),
        CellRun(cell=9, execution_count=4, outcome="error"),
    )
    recording = replace(RECORDING, events=tuple(reported), cell_runs=runs)

    findings = integrity_findings(Evidence(), (), a_reference(), recording=recording)

    assert [(finding.kind, finding.severity, finding.evidence) for finding in findings] == [
        ("other_framework", "info", ("cell 8",)),
        ("package_missing", "info", ("cell 8", "cell 10")),
    ]


def test_what_unexecuted_code_is_about_is_said():
    """Read from the code where nothing was run."""
    foreign = Foreign("other_dataset", "The notebook loads Fashion-MNIST.", 4)

    (finding,) = integrity_findings(
        Evidence(foreign=(foreign,)), (), a_reference(), recording=RECORDING
    )

    assert (finding.kind, finding.message, finding.evidence) == (
        "other_dataset",
        foreign.message,
        ("cell 5",),
    )


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


def test_better_than_correct_solutions_is_reported_and_no_bonus():
    """Something was done differently, for better or worse; a person may look."""
    assert kinds(evidence_of(a_run()), a_score(0.97)) == [("above_band", "info")]


def test_a_figure_that_earns_nothing_is_nobodys_forgery():
    """A model that has hardly begun to learn is right by luck; 25 % where correct solutions reach
    90 accuse nobody.
    """

    def doubted(stated, measured):
        run = a_run(claims=(claimed(stated),), **ASKED)
        return [kind for kind, _ in kinds(evidence_of(run), a_score(measured))]

    assert doubted(0.8, 0.3) == ["claim_mismatch"]
    assert doubted(0.25, 0.08) == []


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
