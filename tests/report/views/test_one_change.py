"""Reports say what one change would bring, and nothing where that is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.errors import ConfigError
from grader.model.mutants import MUTANTS_FILE, Measured, MutantResult, RubricTest
from grader.mutation import as_json
from grader.reference import load_rubric_test
from grader.report import Reporter
from grader.report.catalogue import read_language
from grader.report.language import translated, written_in
from grader.report.views.models.one_change import one_change
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist_data
from tests.report.data import trained
from tests.report.pages import visible

MENDED = {
    "fewer_epochs": ("with all the epochs", 0.71, 50),
    "unscaled_inputs": ("with the inputs scaled", 0.2, 500),
    "wrong_loss": ("with the loss that was asked for", 0.6, 500),
    "half_the_data": ("with all of the training data", 0.8, 500),
    "tiny_learning_rate": ("with the default learning rate", 0.1, 500),
}


def trying() -> RubricTest:
    """What trying five mistakes found."""
    return RubricTest(
        assignment="mnist", policy="full", points="100", points_possible="100",
        solution={"baseline": Measured(0.903, 0.016, 500)},
        mutants=tuple(_mutant(*entry) for entry in MENDED.items()),
        variants=(), not_applied=(),
    )  # fmt: skip


def _mutant(operator: str, about: tuple[str, float, int]) -> MutantResult:
    mended, accuracy, epochs = about
    return MutantResult(
        name=f"baseline.{operator}", operator=operator, role="baseline", says="Wrong.",
        mended=mended, verdict="killed", points_lost="12", points_to_a_person="0",
        seen_by=("baseline.accuracy",), ought_to_be_seen_by=("baseline.accuracy",), reason="",
        measured={"baseline": Measured(accuracy, 0.1, epochs)},
    )  # fmt: skip


def said(assignment, accuracy: float, **changes) -> str:
    """What is said of the model answer's run with these changes, which reached `accuracy`."""
    run = replace(cases.run("baseline"), **changes)
    score = replace(cases.score("baseline"), accuracy=accuracy)
    words = one_change(run, assignment.roles["baseline"], score, trying())
    return words.replace("\N{NO-BREAK SPACE}", " ")


def raw(high: float = 255.0):
    return replace(cases.run("baseline").x, maximum=high)


def departing(**differences: tuple[str, ...]):
    return replace(cases.run("baseline").match, **differences)


def compiled(**changes):
    return replace(cases.run("baseline").compiled, **changes)


def test_one_mistake_is_told_with_what_mending_it_brings(assignment):
    """Both accuracies, and what to change."""
    assert said(assignment, 0.22, x=raw()) == (
        "What one change would bring: with the inputs scaled, the same network reaches 90.3 % on "
        "the test images; yours reaches 22.0 %. We trained both."
    )
    assert "with all the epochs" in said(assignment, 0.8, epochs_requested=120)
    assert "with all the epochs" in said(assignment, 0.3, epochs_requested=5)
    assert "with the default learning rate" in said(
        assignment, 0.12, compiled=compiled(optimizer_config={"learning_rate": 1e-6})
    )
    assert "with the loss that was asked for" in said(
        assignment, 0.62, compiled=compiled(loss="mean_absolute_error"),
        match=departing(compile_differences=("mean absolute error",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("accuracy", "changes"),
    [
        (0.903, {}),
        (0.3, {}),
        (0.9, {"x": raw()}),
        (0.6, {"x": raw()}),
        (0.22, {"x": raw(1.5)}),
        (0.22, {"x": raw(), "epochs_requested": 20}),
        (0.22, {"x": raw(), "match": departing(layer_differences=("relu instead of sigmoid",))}),
        (0.22, {"x": raw(), "match": departing(data_differences=("1,000 examples",))}),
        (0.22, {"x": raw(), "match": None}),
        (0.22, {"x": raw(), "compiled": compiled(optimizer_config={"learning_rate": 0.5})}),
        (0.6, {"match": departing(compile_differences=("another loss", "another optimizer"))}),
        (0.3, {"epochs_requested": 120}),
        (0.89, {"epochs_requested": 5}),
        (0.8, {"epochs_requested": 600}),
    ],
)
def test_what_one_mistake_does_not_explain_is_not_told(assignment, accuracy, changes):
    """Several departures, another accuracy than the tried mistake's, little or nothing to gain."""
    assert said(assignment, accuracy, **changes) == ""


def test_without_trying_nothing_is_told(assignment):
    """No file, no accuracy of ours, another role: silence."""
    run, spec = replace(cases.run("baseline"), x=raw()), assignment.roles["baseline"]
    score = replace(cases.score("baseline"), accuracy=0.22)

    assert one_change(run, spec, score, None) == ""
    assert one_change(run, spec, None, trying()) == ""
    assert one_change(run, spec, replace(score, accuracy=None), trying()) == ""
    assert one_change(run, spec, score, replace(trying(), solution={})) == ""


def test_it_stands_in_the_report(assignment):
    """Beside the model, of a run that was trained to its end."""
    result = cases.perfect(assignment)
    first = replace(result.evidence.runs[0], x=raw())
    runs = (first, *result.evidence.runs[1:])
    scores = (replace(result.scores[0], accuracy=0.22), *result.scores[1:])
    result = replace(result, evidence=replace(result.evidence, runs=runs), scores=scores)
    reporter = Reporter(assignment, trained.reference(), mnist_data(), TEMPLATES, tested=trying())

    assert visible(reporter.html(result)).count("What one change would bring") == 1


def test_the_file_is_read_again(tmp_path):
    """What `grader assignment test --write` keeps comes back; without it there is nothing."""
    assert load_rubric_test(tmp_path) is None
    (tmp_path / MUTANTS_FILE).write_bytes(as_json(trying()))

    assert load_rubric_test(tmp_path) == trying()


@pytest.mark.parametrize(
    ("role", "epochs", "accuracy"), [("baseline", 120, 0.79), ("cnn", 1, 0.97)]
)
def test_the_bundled_assignment_was_tried(assignment, role, epochs, accuracy):
    """A model answer of `mnist` that was trained too briefly is told what more epochs bring."""
    run = replace(cases.run(role), epochs_requested=epochs, epochs_run=epochs)
    score = replace(cases.score(role), accuracy=accuracy)

    words = one_change(run, assignment.roles[role], score, load_rubric_test(trained.BUNDLED))

    assert "with all the epochs, the same network reaches" in words


def test_a_damaged_file_is_named(tmp_path):
    """It is the instructor's: the error says where it is wrong and what to do."""
    (tmp_path / MUTANTS_FILE).write_text('{"schema_version": 1, "mutants": 3}', "utf-8")

    with pytest.raises(ConfigError, match=r"mutants\.json.*mutants") as caught:
        load_rubric_test(tmp_path)

    assert "grader assignment test" in caught.value.hint


def test_it_is_said_in_the_reports_language(assignment):
    """German reports say it in German, with German numbers."""
    with written_in(read_language(TEMPLATES, "de")):
        words = translated(said(assignment, 0.22, x=raw()))

    assert "Mit skalierten Eingaben erreicht dasselbe Netz 90,3 %" in words.replace("\xa0", " ")
    assert words.endswith("Wir haben beide trainiert.")
