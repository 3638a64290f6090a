"""Checks of an instructor's own lie beside the assignment."""

import pytest

from grader.checks import run_checks
from grader.errors import ConfigError
from grader.pipeline.own_checks import checks_for
from tests.checks.cases import RECORDING, a_check, a_reference, a_run, an_assignment, evidence_of

OWN = '''
from grader.checks import Case, Failed, Passed, Verdict, check

@check(needs_role=False)
def two_trained(case: Case) -> Verdict:
    """Two models were trained."""
    return Passed("Two.") if len(case.evidence.runs) > 1 else Failed("Fewer.", "Train another.")
'''


def test_an_instructors_own_check_is_found_beside_the_assignment(tmp_path):
    """It is named in the YAML like any other."""
    (tmp_path / "checks.py").write_text(OWN)
    own = checks_for(tmp_path)
    assignment = an_assignment(a_check("two_trained", role=None))

    (finding,) = run_checks(
        assignment,
        evidence_of(a_run()),
        (),
        reference=a_reference(),
        recording=RECORDING,
        checks=own,
    )

    assert (finding.status, finding.title, finding.message) == (
        "failed",
        "Two models were trained",
        "Fewer.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nothing_of_that_name", "checks.py:1"),
        ("x = (", "SyntaxError"),
        (OWN.replace("two_trained", "accuracy"), "already"),
    ],
)
def test_a_broken_file_of_own_checks_is_reported_with_its_line(tmp_path, text, words):
    """It is the instructor's error, and says where."""
    (tmp_path / "checks.py").write_text(text)

    with pytest.raises(ConfigError) as raised:
        checks_for(tmp_path)

    assert words in str(raised.value)


def test_what_an_own_check_prints_or_ends_is_its_own_affair(tmp_path, capsys):
    """Standard output may be read by a program; the others' checks go on."""
    ending = OWN.replace("return", "print(2); raise SystemExit; return")
    (tmp_path / "checks.py").write_text(f"{ending}print(1)")
    assignment = an_assignment(a_check("two_trained", role=None))

    with pytest.raises(RuntimeError, match="two_trained ends the program"):
        run_checks(
            assignment,
            evidence_of(a_run()),
            (),
            reference=a_reference(),
            recording=RECORDING,
            checks=checks_for(tmp_path),
        )

    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "1\n2\n")
