"""What a person is told to look at."""

from dataclasses import replace

from grader.checks import integrity_findings
from grader.model.evidence import Claim, Evidence
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


def test_training_on_held_out_rows_is_serious():
    """The row hashes tell."""
    assert kinds(evidence_of(a_run()), a_score(trained_on_held_out=10_000)) == [("trained_on_test", "serious")]


def test_figures_without_training_are_unsupported():
    """An accuracy that no run stands behind is a claim, not a result."""
    assert kinds(Evidence(claims=(claimed(0.991),))) == [("unsupported_claim", "warning")]


def test_foreign_messages_on_the_channel_are_tampering():
    """Only the recorder writes there."""
    assert kinds(Evidence(), recording=replace(RECORDING, rejected_events=3)) == [("tampering", "serious")]
