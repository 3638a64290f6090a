"""What a file says steers no terminal, and one that is too long is not read to its end."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.exports import plan_table
from grader.cli.exports.request import ExportRequest
from grader.export.lms import Line
from tests.hostile.packing import notebook


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), color=True)


def test_what_an_error_quotes_steers_no_terminal(tmp_path):
    """Neither escapes nor marks that turn the direction around come through."""
    made = run("assignment", "new", "mine", "--out", tmp_path / "mine")
    assert made.exit_code == 0, made.output
    path = tmp_path / "mine" / "assignment.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  classifier:\n", '  "cl\\e[2J\\u202Eass":\n', 1), "utf-8")

    ended = run("assignment", "validate", tmp_path / "mine")

    assert ended.exit_code == 2
    assert "unknown role 'classifier'; known: cl�[2J�ass" in ended.stderr
    assert not {"\x1b", "\u202e"} & set(ended.output)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The output of a batch of one."""
    folder = tmp_path_factory.mktemp("graded")
    (folder / "ann.ipynb").write_bytes(notebook("print(1)"))
    ended = run(
        "batch",
        folder / "ann.ipynb",
        *("--out", folder / "out", "-a", "digits", "--policy", "saved", "--no-pdf"),
    )
    assert ended.exit_code == 0, ended.output
    return folder / "out"


@pytest.mark.parametrize("to", ["canvas", "moodle", "brightspace", "blackboard", "gradescope"])
def test_a_gradebook_without_end_is_read_so_far(graded, tmp_path, to):
    """A device, or a file with holes of terabytes."""
    holes = tmp_path / "holes.csv"
    holes.touch()
    os.truncate(holes, 10**12)

    for endless in (holes, "/dev/zero"):
        asked = ("--gradebook", endless, "--out", tmp_path / "filled")
        ended = run("export", graded, "--to", to, *asked)

        assert ended.exit_code == 2, ended.output
        assert "larger than 50 MiB: no table of grades" in ended.stderr


def test_of_a_table_of_a_university_some_thousand_lines_are_shown(tmp_path, capsys):
    """The rest is counted: to lay out a hundred thousand took minutes."""
    lines = [Line(f"s{number}", str(number), "skipped", said="nobody") for number in range(100_000)]
    request = ExportRequest(tmp_path, "-", dry_run=True)

    plan_table.show(request, lines)

    shown = capsys.readouterr()
    assert "s4999 " in shown.out
    assert "s5000 " not in shown.out
    assert "and 95,000 more lines like the last" in shown.err
    assert "100000 skipped" in shown.err
