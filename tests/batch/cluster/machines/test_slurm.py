"""The batch script of docs/cluster.md, run by Debian's Slurm on two nodes."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.cluster.machines.hosts import GRADER, ROOT
from tests.batch.cluster.machines.slurm import SlurmError, missing, slurm
from tests.hostile.packing import notebook

pytestmark = pytest.mark.slow
NODES = ("node1", "node2")
SIZE = ("--nodes=2", "--ntasks=2", "--cpus-per-task=1", "--mem-per-cpu=1000M", "--time=20")
"""Instead of what the script asks for."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    if reason := missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("slurm")
    try:
        with slurm(NODES, folder) as cluster:
            yield cluster
    except SlurmError as failed:
        pytest.skip(f"Slurm doesn't start here: {failed}")


@pytest.fixture
def work(cluster, tmp_path):
    """A folder with the script and four hand-ins; the certificates lie in the home folder."""
    page = (ROOT / "docs" / "cluster.md").read_text("utf-8")
    block = page.partition("## Slurm\n\n")[2].partition("\n\n")[0]
    script = "\n".join(line.removeprefix("    ") for line in block.splitlines())
    assert script.startswith("#!/bin/bash\n#SBATCH")
    (tmp_path / "grade.sh").write_text(script + "\n")
    for number in range(4):
        place = tmp_path / "in" / f"student{number}.ipynb"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(notebook(f"print({number})"))
    keys = cluster.login.home / ".config" / "grader" / "cluster"
    if not keys.exists():
        made = [*GRADER, "cluster", "keys", "--out", str(keys)]
        subprocess.run(made, check=True, timeout=120)
    return tmp_path


def submit(cluster, work):
    """The number of a job that grades the class."""
    path = f"PATH={Path(sys.executable).parent}:{os.environ['PATH']}"
    sbatch = ("env", path, "sbatch", "--parsable", f"--chdir={work}", "--output=said.txt", *SIZE)
    done = cluster.run(*sbatch, work / "grade.sh", "in", "--out", "out", "-a", "digits")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def graded(work):
    return {
        path.parent.name.partition("-")[0]: json.loads(path.read_text())["execution"]["outcome"]
        for path in (work / "out").glob("submissions/*/grade.json")
    }


def test_the_script_of_the_docs_grades_a_class(cluster, work):
    """With a worker on each node; nothing of it is left behind."""
    ended = cluster.wait(submit(cluster, work))

    said = (work / "said.txt").read_text()
    assert ended == "COMPLETED", said
    assert graded(work) == {f"student{number}": "completed" for number in range(4)}
    assert {node for node in NODES if f"{node}-" in said or f"name: {node}" in said} == set(NODES)
    assert not list(work.glob("cluster-*.json"))


def test_a_job_that_was_cancelled_goes_on_when_it_is_submitted_again(cluster, work):
    """What came back before is not graded again."""
    job = submit(cluster, work)
    give_up = time.monotonic() + 400
    while not list((work / "out").glob("submissions/*/records/done.json")):
        assert time.monotonic() < give_up, (work / "said.txt").read_text()
        time.sleep(0.2)

    cluster.run("scancel", job).check_returncode()

    assert cluster.wait(job) == "CANCELLED"
    kept = {
        path: path.stat().st_mtime_ns for path in work.glob("out/submissions/*/records/d*.json")
    }
    assert kept
    assert cluster.wait(submit(cluster, work)) == "COMPLETED", (work / "said.txt").read_text()
    assert len(graded(work)) == 4
    assert kept.items() <= {path: path.stat().st_mtime_ns for path in kept}.items()


def test_a_job_without_certificates_ends_at_once(cluster, work):
    """It does not wait for a scheduler that never starts, and says what is missing."""
    shutil.rmtree(cluster.login.home / ".config")

    ended = cluster.wait(submit(cluster, work), seconds=150)

    assert ended == "FAILED"
    assert "grader cluster keys" in (work / "said.txt").read_text()
