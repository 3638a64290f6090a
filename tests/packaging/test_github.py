"""The action, its example and the hooks for commits fit together, and the job's script works."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader.assignment import bundled

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
SAMPLE = bundled("reference") / "digits" / "samples" / "undertrained_network.ipynb"


def examples() -> list[dict]:
    page = (ROOT / "docs" / "github.md").read_text()
    return [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]


@pytest.fixture
def programs(tmp_path) -> Path:
    """A folder with `grader` and `python`, as a virtual environment has them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, words in (("python", ""), ("grader", " -m grader.cli")):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{words} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def test_the_example_uses_what_the_action_has():
    """Inputs that there are, outputs that there are."""
    workflow, hooks = examples()
    steps = workflow["jobs"]["grade"]["steps"]
    (own,) = [step for step in steps if step.get("uses", "").startswith("OWNER/grader")]
    needed = {name for name, one in ACTION["inputs"].items() if one.get("required")}
    outputs = set(re.findall(r"steps\.grader\.outputs\.(\w+)", str(steps)))
    offered = {one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}

    assert needed <= set(own["with"]) <= set(ACTION["inputs"])
    assert outputs <= set(ACTION["outputs"])
    assert {one["id"] for one in hooks["repos"][0]["hooks"]} == offered


def test_no_input_is_run_as_a_script():
    """An expression inside of `run` would be put into the script before the shell reads it."""
    steps = ACTION["runs"]["steps"]

    assert not [step for step in steps if "${{" in step.get("run", "")]
    named = re.findall(r"\$SOURCE/([\w./-]+)", " ".join(step.get("run", "") for step in steps))
    assert {".ci/system-packages", ".ci/grade-in-a-job", "constraints.txt"} <= set(named)
    assert all((ROOT / name).exists() for name in named)


def test_the_job_grades_and_sums_up(tmp_path, programs):
    """Reports, XML and a summary in which what a notebook is called is only text."""
    source = tmp_path / "class"
    source.mkdir()
    (source / "a|b](x).ipynb").write_bytes(SAMPLE.read_bytes())
    (source / "empty.ipynb").touch()
    out, outputs, summary = tmp_path / "out", tmp_path / "outputs", tmp_path / "summary.md"
    environment = {
        **os.environ,
        "SUBMISSIONS": str(source),
        "ASSIGNMENT": "digits",
        "POLICY": "saved",
        "ARGUMENTS": "--no-pdf --jobs 1",
        "OUT": str(out),
        "FAIL": "true",
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary),
        "PYTHONPATH": str(ROOT),
    }

    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "grade-in-a-job"), str(programs)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert (out / "junit.xml").is_file()
    assert f"folder={out}\n" in outputs.read_text()
    assert r"31 of 100 \(10 await a person\)" in summary.read_text()
    assert r"empty\.ipynb | none | " in summary.read_text()
    assert "the file is empty" in summary.read_text()
    assert r"a\|b\]\(x\)\.ipynb" in summary.read_text()


def test_a_hook_looks_at_every_file(tmp_path):
    """pre-commit hands over several at once; one that fails hides no other."""
    said = tmp_path / "said"
    (tmp_path / "grader").write_text(f'#!/bin/sh\necho "$@" >> {said}\n[ "$4" != "b c.ipynb" ]\n')
    (tmp_path / "grader").chmod(0o755)
    check, validate = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    codes = [
        subprocess.run(
            [*shlex.split(hook["entry"]), *files], env=environment, check=False
        ).returncode
        for hook, files in (
            (check, ["a.ipynb", "b c.ipynb", "d.ipynb"]),
            (check, ["--assignment=digits", "a.ipynb"]),
            (validate, ["x/assignment.yaml"]),
        )
    ]

    assert codes == [1, 0, 0]
    assert said.read_text().splitlines() == [
        "check --policy saved a.ipynb",
        "check --policy saved b c.ipynb",
        "check --policy saved d.ipynb",
        "check --policy saved --assignment=digits a.ipynb",
        "assignment validate x",
    ]
