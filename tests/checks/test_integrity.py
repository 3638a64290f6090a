"""What a person is told to look at."""

from dataclasses import replace

import pytest

from grader.checks import integrity_findings
from grader.model.evidence import Claim, Evidence, Foreign
from grader.model.recording import ArraySummary, CellRun, Notice
from grader.model.reference import Curve
from tests.checks.cases import RECORDING, a_reference, a_run, a_score, evidence_of


def kinds(evidence, *scores, recording=RECORDING):
    findings = integrity_findings(evidence, scores, a_reference(), recording=recording)
    return [(finding.kind, finding.severity) for finding in findings]


def claimed(accuracy):
    return Claim("evaluation", 5, {"accuracy": accuracy, "loss": 0.1}, quote=f"accuracy: {accuracy}")


def test_an_honest_notebook_raises_no_doubt():
    """A claim inside the noise of seeds is fine."""
    run = a_run(claims=(claimed(0.95),))

    assert kinds(evidence_of(run), a_score(0.92)) == []


def test_a_claim_far_above_the_measured_figure_is_serious():
    """Claiming more than is there is what a person must see."""
    run = a_run(claims=(claimed(0.99),))

    assert kinds(evidence_of(run), a_score(0.50)) == [("claim_mismatch", "serious")]


def test_a_run_that_the_grader_cut_short_is_not_held_against_its_claim():
    """Of course a shorter training measures less."""
    run = a_run(claims=(claimed(0.93),), stopped_by_grader=True)

    assert kinds(evidence_of(run), a_score(0.50)) == []


def test_after_few_epochs_seeds_scatter_more():
    """A claim is held against the measured figure by the scatter at its own epoch."""
    epochs = (1, 100)
    wide = Curve(epochs, (0.1, 0.90), (0.3, 0.93), (0.5, 0.96))
    reference = a_reference()
    role = replace(reference.roles["net"], curves={"val_accuracy": wide})
    early = a_run(claims=(claimed(0.45),), epochs_run=2)

    findings = integrity_findings(
        evidence_of(early), (a_score(0.15),), replace(reference, roles={"net": role}), recording=RECORDING
    )

    assert findings == ()


def test_typed_figures_are_forged_and_gathered_in_one_finding():
    """However many print calls there are, a person reads one note with all the places."""
    typed = tuple(Claim("evaluation", cell, {"accuracy": 0.99}, quote="0.99", supported=False) for cell in (3, 7))

    (finding,) = integrity_findings(Evidence(claims=typed), (), a_reference(), recording=RECORDING)

    assert (finding.kind, len(finding.evidence)) == ("forged_metric", 2)
    assert "cell 4, cell 8" in finding.message


def test_a_computed_claim_outweighs_a_typed_one():
    """What the notebook computed is what it claims."""
    typed = Claim("evaluation", 9, {"accuracy": 0.99}, supported=False)

    assert a_run(claims=(claimed(0.93), typed)).claimed("accuracy") == 0.93


def test_training_on_held_out_rows_is_serious():
    """The row hashes tell."""
    assert kinds(evidence_of(a_run()), a_score(trained_on_held_out=10_000)) == [("trained_on_test", "serious")]


def test_figures_without_training_are_unsupported():
    """An accuracy that no run stands behind is a claim, not a result."""
    assert kinds(Evidence(claims=(claimed(0.991),))) == [("unsupported_claim", "warning")]


def test_foreign_messages_on_the_channel_are_tampering():
    """Only the recorder writes there."""
    assert kinds(Evidence(), recording=replace(RECORDING, rejected_events=3)) == [("tampering", "serious")]


@pytest.mark.parametrize(("recognised", "expected"), [(60_000, []), (0, [("other_data", "warning")])])
def test_another_data_set_is_said_plainly(recognised, expected):
    """Fashion in a file called mnist has other rows."""
    x = ArraySummary("x", (60_000, 784), "float32", 0.0, 1.0)

    found = kinds(evidence_of(a_run(x=x, started_arrays="a.npz")), a_score(training_rows_recognised=recognised))

    assert found == expected


def test_what_the_notebook_needs_and_did_not_get_is_named():
    """A missing package, another framework and other data are findings with their names and cells, each once."""
    told = [
        Notice(
            kind="package_missing", message="The package cv2 is imported but not installed here.", execution_count=3
        ),
        Notice(
            kind="package_missing", message="The package cv2 is imported but not installed here.", execution_count=4
        ),
        Notice(kind="other_framework", message="The notebook uses PyTorch (torch).", execution_count=3),
        Notice(kind="dataset_served", message="mnist.npz was served.", execution_count=3),
    ]
    runs = (CellRun(cell=7, execution_count=3, outcome="error"), CellRun(cell=9, execution_count=4, outcome="error"))
    recording = replace(RECORDING, events=tuple(told), cell_runs=runs)

    findings = integrity_findings(Evidence(), (), a_reference(), recording=recording)

    assert [(finding.kind, finding.severity, finding.evidence) for finding in findings] == [
        ("other_framework", "info", ("cell 8",)),
        ("package_missing", "info", ("cell 8", "cell 10")),
    ]


def test_what_unexecuted_code_is_about_is_said():
    """Read from the code where nothing was run."""
    foreign = Foreign("other_dataset", "The notebook loads Fashion-MNIST.", 4)

    (finding,) = integrity_findings(Evidence(foreign=(foreign,)), (), a_reference(), recording=RECORDING)

    assert (finding.kind, finding.message, finding.evidence) == ("other_dataset", foreign.message, ("cell 5",))


def test_batches_of_held_out_rows_are_at_least_as_many_as_were_seen():
    """Of a loop not every batch is looked at."""
    x = ArraySummary("x", (900, 784), "float32", 0.0, 1.0, "pieces")
    score = a_score(trained_on_held_out=600, training_rows_recognised=300)

    (finding,) = integrity_findings(
        evidence_of(a_run(x=x, started_arrays="a.npz")), (score,), a_reference(), recording=RECORDING
    )

    assert finding.message.startswith("At least 600 of the rows trained on in cell 4 are held-out rows")


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


def test_better_than_correct_solutions_is_told_and_no_bonus():
    """Something was done differently, for better or worse; a person may look."""
    assert kinds(evidence_of(a_run()), a_score(0.97)) == [("above_band", "info")]
