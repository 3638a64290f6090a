"""A newcomer who follows `docs/tutorial.md` to the letter gets a graded class."""

import contextlib
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main

ROOT = Path(__file__).parents[1]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def apply_diff(text, folder):
    """Do by hand what the tutorial shows as a change: replace the lines that go by those that come,
    or add at the end.
    """
    head, *lines = text.splitlines()
    path = folder / head.removeprefix("--- ")
    gone, come = (
        "".join(line[1:] + "\n" for line in lines if line.startswith(sign)) for sign in "-+"
    )
    before = path.read_text("utf-8")
    assert before.count(gone) == 1 or not gone, f"{head}: the line to change is not there"
    path.write_text(before.replace(gone, come) if gone else before + come, "utf-8")


def steps(text):
    """Yield each command of a console block with the output lines that the tutorial promises."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *output = part.splitlines()
        yield command, [line for line in output if line not in {"", "…"}]


def run(command, folder):
    """Run a command there, the program's in this process; return what it printed."""
    if command.startswith("grader "):
        with contextlib.chdir(folder):
            done = CliRunner().invoke(main, shlex.split(command)[1:])
        assert done.exit_code in ({0, 1} if "grader check" in command else {0}), done.output
        return done.stdout
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory, shared_processes):
    """The folder in which every step was done, and what each command printed."""
    checkout = tmp_path_factory.mktemp("checkout")
    (checkout / "reference").symlink_to(ROOT / "reference")
    folder, printed = checkout, []
    for kind, text in BLOCK.findall(TUTORIAL):
        if kind == "diff":
            apply_diff(text, folder)
            continue
        for command, promised in steps(text):
            if command.startswith("cd "):
                folder = folder / command.removeprefix("cd ")
                continue
            output = run(command, folder)
            for line in promised:
                assert line in output, f"{command}: {line!r} is not in\n{output}"
            printed.append((command, output))
    return folder, printed


@pytest.fixture(scope="module")
def grades(followed):
    """The published record of every student, by the folder of the hand-in."""
    folder, _ = followed
    found = [
        json.loads(path.read_text("utf-8"))
        for path in (folder / "graded").glob("submissions/*/grade.json")
    ]
    return {Path(record["submission"]["notebook"]).parent.name: record for record in found}


def test_the_class_is_graded(grades):
    """Each of the four gets the record that the tutorial tells of."""
    assert {name: record["status"] for name, record in grades.items()} == {
        "ada": "needs_review", "kim": "graded", "noor": "graded", "lee": "ungradable",
    }  # fmt: skip
    assert float(grades["ada"]["points"]) == 90
    assert 40 <= float(grades["kim"]["points"]) <= 60
    assert float(grades["noor"]["points"]) == 0


def test_the_changed_points_and_the_own_checks_count(grades):
    """Regrading took the new rubric, with checks from the file beside it."""
    findings = {finding["id"]: finding for finding in grades["ada"]["findings"]}

    assert findings["network.matrix"]["points_possible"] == "5"
    assert findings["network.watched"]["status"] == "passed"
    assert findings["network.classes"]["status"] == "passed"
    assert (
        findings["network.watched"]["title"]
        == "The network was watched on the validation digits while it trained"
    )
    assert grades["kim"]["findings"] != grades["ada"]["findings"]


def test_every_report_that_the_tutorial_names_is_there(followed):
    """A page for the class and one for each student."""
    folder, _ = followed

    assert (folder / "solution.html").is_file()
    assert (folder / "graded" / "summary.html").is_file()
    assert len(list((folder / "graded").glob("submissions/*/report.html"))) == 4


def test_the_second_batch_ran_nothing(followed):
    """What is graded is kept, so the same command prints the same table."""
    _, printed = followed

    first, second = (output for command, output in printed if command.startswith("grader batch"))

    assert first == second


def test_its_links_lead_somewhere():
    """Nobody follows a link into nothing."""
    targets = re.findall(r"\]\(([^)#]+)\)", TUTORIAL)

    assert len(targets) > 3
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
