"""Observations name what a person should look at."""

from dataclasses import replace

import pytest

from grader.checks import integrity_findings
from grader.model.evidence import Claim, Evidence, RoleMatch
from grader.model.recording import CellRun
from grader.model.reference import Curve
from tests.checks.cases import RECORDING, a_reference, a_run, a_score, evidence_of
from tests.checks.integrity.observed import ASKED, claimed, kinds


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
    ("here", "found"), [(0.99, []), (0.5, ["claim_mismatch"]), (None, ["claim_mismatch"])]
)
def test_a_line_that_shows_something_else_here_is_about_something_else(here, found):
    """Of the best three answers, say; where it shows here what was measured, it is the accuracy."""
    run = a_run(claims=(claimed(0.99, here=here),), **ASKED)

    assert [kind for kind, _ in kinds(evidence_of(run), a_score(0.50))] == found


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
