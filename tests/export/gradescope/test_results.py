"""Results as Gradescope reads them."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.errors import ExportError
from grader.export.gradescope import as_gradescope, read_total
from grader.export.gradescope.results import read_as_gradescope
from grader.model.graded.finding import IntegrityFinding
from tests.export.lms.people import Pupil, a_batch, a_result
from tests.report import cases
from tests.report.assignments import mnist


@pytest.mark.parametrize("case", cases.ALL.values(), ids=list(cases.ALL))
def test_every_kind_of_result_is_valid(case):
    """The strict reader takes all of them, and every check has its test."""
    result = case(mnist())

    results = read_as_gradescope(as_gradescope(result))

    assert len(results.tests) == len(result.grade.findings)
    assert (results.score is None) == (result.grade.status == "grader_fault")
    assert results.stdout_visibility == "hidden"


def test_what_awaits_a_person_is_no_failure():
    """It has neither score nor status, and the sum says that it is not the last word."""
    result = cases.perfect(mnist())
    waiting = [one.title for one in result.grade.findings if one.status == "needs_review"]

    results = read_as_gradescope(as_gradescope(result))

    shown = [one for one in results.tests if one.status is None]
    assert waiting
    assert [one.name for one in shown] == [f"{title} (awaits a person)" for title in waiting]
    assert all(one.score is None and one.max_score is None for one in shown)
    assert "await a person" in results.output


def test_the_score_is_out_of_what_gradescope_says():
    """Its total is a string."""
    result = a_result(Pupil("7", "Ann", Decimal("87.5")))

    assert read_total(b'{"assignment": {"total_points": "10.0"}}') == 10
    assert json.loads(as_gradescope(result, total=Decimal(10)))["score"] == 8.75
    assert json.loads(as_gradescope(result))["score"] == 87.5


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"[]",
        b"{}",
        b'{"assignment": {"total_points": null}}',
        b"[" * 99_999,
        b'{"assignment": {"total_points": "1e999999"}}',
        b'{"assignment": {"total_points": NaN}}',
    ],
)
def test_metadata_that_say_nothing_say_nothing(metadata):
    """A score without a known total is left as it is."""
    assert read_total(metadata) is None


def test_doubts_about_honesty_are_not_for_the_student():
    """They stand in no text that is shown, and no check is hidden for them."""
    doubt = IntegrityFinding("claim_mismatch", "serious", "The notebook was forged.")
    whole = cases.perfect(mnist())
    result = replace(whole, grade=replace(whole.grade, integrity=(doubt,)))

    text = as_gradescope(result)

    assert "forged" not in text
    assert json.loads(text)["extra_data"]["integrity"] == ["claim_mismatch"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "output"),
        ('{"output": "", "score": "1"}', "score"),
        ('{"output": "", "score": -1}', "score"),
        ('{"output": "", "score": NaN}', ""),
        ('{"output": "", "scores": 1}', "scores"),
        (
            '{"output":"","tests":[{"name":"","number":"","output":"","visibility":"hidden"}]}',
            "hide the student's total",
        ),
    ],
)
def test_the_strict_reader_refuses_what_gradescope_would_misunderstand(text, said):
    """A misspelt key is silently ignored there."""
    with pytest.raises(ExportError) as error:
        read_as_gradescope(text)

    assert said in str(error.value)


@given(st.text(max_size=60))
def test_any_text_is_kept_plain(text):
    """What a notebook says reaches the page as text."""
    whole = cases.perfect(mnist())
    finding = replace(whole.grade.findings[0], title=text, message=text, hint=text)
    result = replace(whole, grade=replace(whole.grade, findings=(finding,)))

    (test,) = read_as_gradescope(as_gradescope(result)).tests

    assert test.output_format == "text"
    assert "\x1b" not in test.output


def test_results_from_the_command_line(tmp_path):
    """For one submission; of a class none would be whose results they are."""
    out = a_batch(tmp_path / "out", [Pupil("7", "Ann", Decimal("87.5"))])
    metadata = tmp_path / "m.json"
    metadata.write_text('{"assignment": {"total_points": "50.0"}}')
    words = ["export", str(out), "--to", "gradescope", "--gradebook", str(metadata)]
    many = a_batch(tmp_path / "many", [Pupil("7", "Ann"), Pupil("8", "Bo")])

    refused = CliRunner().invoke(main, words)
    scaled = CliRunner().invoke(main, [*words, "--scale"])
    of_many = CliRunner().invoke(main, ["export", str(many), "--to", "gradescope"])

    assert (refused.exit_code, "out of 50 points" in refused.stderr) == (2, True)
    assert json.loads(scaled.stdout)["score"] == 43.75
    assert "holds 2 results" in of_many.stderr
