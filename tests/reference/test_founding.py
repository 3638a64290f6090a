"""The founding values are compared as they were printed, and what lies outside is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from grader.errors import ConfigError, PrerequisiteError
from grader.model.assignment import Assignment
from grader.model.reference import Reference
from grader.reference import build_reference, verify_founding


@pytest.fixture
def reference(assignment: Assignment, runs: Path) -> Reference:
    return build_reference(assignment, runs)


def write(assignment: Assignment, *values: str) -> None:
    lines = "\n".join(f"  - {{{value}}}" for value in values)
    (assignment.folder / "founding.yaml").write_text(
        f"schema_version: 1\nsource: test\nfigures:\n{lines}\n"
    )


def test_each_value_is_put_beside_ours(assignment: Assignment, reference: Reference):
    """Metrics, counts, F1 and parameters are compared, each with a verdict and a sentence."""
    median = reference.roles["small"].final["val_accuracy"].median
    write(
        assignment,
        f'role: small, figure: val_accuracy, value: "{median:.4f}"',
        'role: small, figure: val_accuracy, value: "0.9999"',
        "role: small, figure: parameters, value: 9",
        "role: large, figure: parameters, value: 9",
        "role: small, figure: correct, label: 1, value: 0",
        f"role: small, figure: f1, label: 2, value: "
        f'"{reference.roles["small"].class_f1[2].median:.2f}"',
    )

    found = verify_founding(assignment, reference)

    assert [check.inside for check in found] == [True, False, True, False, False, True]
    assert found[1].sentence.startswith("outside: ")
    assert "above our" in found[1].sentence
    assert found[3].sentence == "differs: ours has 90"
    assert [check.metric for check in found[4:]] == ["class 1 right", "F1 of class 2"]


def test_a_rounded_value_agrees_when_what_it_stands_for_may(
    assignment: Assignment, reference: Reference
):
    """Printed with two digits, a value just outside the band may still be inside it; with six it
    is not.
    """
    high = Decimal(str(reference.roles["small"].final["loss"].high))
    coarse = high.quantize(Decimal("0.01"), rounding="ROUND_UP")
    fine = high + Decimal("0.00001")
    write(
        assignment,
        f'role: small, figure: loss, value: "{coarse}"',
        f'role: small, figure: loss, value: "{fine}"',
    )

    found = verify_founding(assignment, reference)

    assert [check.inside for check in found] == [coarse - high <= Decimal("0.005"), False]


def test_values_that_make_no_sense_are_all_named(assignment: Assignment, reference: Reference):
    """An unknown role and a class that isn't there are both reported."""
    write(
        assignment,
        "role: nobody, figure: loss, value: 1",
        "role: small, figure: f1, label: 3, value: 1",
    )

    with pytest.raises(
        ConfigError, match=r"unknown role 'nobody'[\s\S]*expected a class from 0 to 2, got 3"
    ):
        verify_founding(assignment, reference)


def test_a_damaged_file_is_refused(assignment: Assignment, reference: Reference):
    """A metric of a kind that we don't know is refused with its place."""
    write(assignment, "role: small, figure: speed, value: 1")

    with pytest.raises(ConfigError, match=r"figures\.0\.figure"):
        verify_founding(assignment, reference)


def test_an_assignment_without_founding_values_says_so(
    assignment: Assignment, reference: Reference
):
    """Most assignments have none."""
    with pytest.raises(PrerequisiteError, match="no founding values"):
        verify_founding(assignment, reference)
