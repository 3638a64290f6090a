"""A result depends on these things of an assignment's folder, and on no others."""

from grader.assignment import decision_fingerprint


def test_what_testing_the_rubric_found_decides_no_grade(tmp_path):
    """A class is not decided again because its rubric was tested."""
    (tmp_path / "assignment.yaml").write_text("name: tiny")
    before = decision_fingerprint(tmp_path)

    (tmp_path / "mutants.json").write_text("{}")
    tested = decision_fingerprint(tmp_path)
    (tmp_path / "thresholds.json").write_text("{}")

    assert tested == before
    assert decision_fingerprint(tmp_path) != before
