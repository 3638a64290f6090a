"""A class graded by several machines that share nothing: network namespaces of this one, with TLS,
each with folders of its own, where the submissions can't be seen.
"""

import json
import shutil
import subprocess
import time
from contextlib import ExitStack

import pytest

from tests.batch.cluster.folders import but_for_times
from tests.batch.cluster.machines.hosts import GRADER, missing, network
from tests.batch.cluster.trainings.test_real_trainings import CELLS
from tests.hostile.packing import notebook

pytestmark = pytest.mark.slow
WORKERS = ("one", "two", "three")


@pytest.fixture(scope="module")
def class_(tmp_path_factory):
    """One that trains, one that draws numbers, one that breaks, one with a file beside it, and two
    that are the same. What trains is trained by the host: of what a kernel trains, a step is kept
    that is drawn by the system's random numbers, and no two runs keep the same.
    """
    folder = tmp_path_factory.mktemp("class") / "in"
    made = {
        "ann/hw.ipynb": notebook(*CELLS),
        "bob/hw.ipynb": notebook("import numpy as np", "np.random.seed(3)", "np.random.rand(4)"),
        "cem/hw.ipynb": notebook("print(3)", "raise ValueError(3)"),
        "dot/hw.ipynb": notebook("import helper", "print(helper.X)"),
        "dot/helper.py": b"X = 1\n",
        "eve/hw.ipynb": notebook("print(5)"),
        "fay/hw.ipynb": notebook("print(5)"),
    }
    for name, content in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def hosts(tmp_path_factory, class_):
    """A head, three workers, a desk, and a stranger with certificates of another cluster; the
    scheduler and the workers run.
    """
    if reason := missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("hosts")
    file = folder / "cluster.json"
    for keys in ("keys", "others"):
        made = [*GRADER, "cluster", "keys", "--out", str(folder / keys)]
        subprocess.run(made, check=True, timeout=120)
    with (
        network(("head", *WORKERS, "desk", "stranger"), folder / "homes") as hosts,
        ExitStack() as held,
    ):
        for name, host in hosts.items():
            place = host.home / ".config" / "grader" / "cluster"
            shutil.copytree(folder / ("others" if name == "stranger" else "keys"), place)
        head = hosts["head"]
        scheduler = (*GRADER, "cluster", "scheduler", "--scheduler-file", file)
        held.enter_context(head.running(*scheduler, "--host", head.address))
        for name in WORKERS:
            hosts[name].hide(class_)
            worker = (*GRADER, "worker", "--scheduler-file", file, "--slots", "1")
            held.enter_context(hosts[name].running(*worker))
        wait_until(file.is_file)
        wait_until(lambda: all(" grades 1 notebooks" in hosts[name].said for name in WORKERS))
        yield hosts | {"file": file}


def wait_until(holds, seconds=180):
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.5)


def test_machines_that_share_nothing_leave_the_folder_that_one_leaves(class_, hosts, tmp_path):
    """Byte for byte but for times, graded by all three. The one is another than the desk, which
    would send its training to the workers the second time, and note that.
    """
    words = (*GRADER, "batch", class_, "-a", "digits")
    here = hosts["stranger"].run(*words, "--out", tmp_path / "here", "--jobs", "1")

    there = hosts["desk"].run(*words, "--out", tmp_path / "there", "--cluster", hosts["file"])

    assert here.returncode == there.returncode == 0, there.stderr
    assert but_for_times(tmp_path / "there") == but_for_times(tmp_path / "here")
    grades = [json.loads(path.read_text()) for path in tmp_path.glob("there/submissions/*/g*.json")]
    assert sorted(grade["execution"]["outcome"] for grade in grades) == [
        "cell_error",
        *["completed"] * 5,
    ]


def test_status_says_who_is_there(hosts):
    """By the machines' names."""
    said = hosts["desk"].run(*GRADER, "cluster", "status", "--cluster", hosts["file"])

    assert said.returncode == 0, said.stderr
    assert "3 workers, 3 slots; 0 hand-ins run, 0 wait" in said.stdout
    assert {line.split("-")[0].strip() for line in said.stdout.splitlines()[1:]} == set(WORKERS)


def test_certificates_of_another_cluster_open_nothing(class_, hosts, tmp_path):
    """Neither to look, nor to grade, nor to be given hand-ins; each is told in a sentence."""
    stranger, file = hosts["stranger"], hosts["file"]

    asked = [
        stranger.run(*GRADER, "cluster", "status", "--cluster", file),
        stranger.run(*GRADER, "batch", class_, "--out", tmp_path / "o", "--cluster", file),
        stranger.run(*GRADER, "worker", "--scheduler-file", file, "--slots", "1"),
    ]

    for done in asked:
        assert done.returncode == 4, done.stderr
        assert "are the certificates its own?" in done.stderr
        assert "Traceback" not in done.stderr


def test_nothing_is_shown_without_certificates(hosts):
    """Every port of the scheduler's and of a worker's machine that others reach speaks TLS."""
    for name in ("head", "one"):
        host = hosts[name]
        listed = host.run("ss", "-Hltn").stdout
        reached = {
            line.split()[3].rpartition(":")[2]
            for line in listed.splitlines()
            if not line.split()[3].startswith(("127.", "[::1]"))
        }
        assert reached, listed
        for port in reached:
            asked = hosts["stranger"].run(
                *("curl", "-sS", "-m", "5", f"http://{host.address}:{port}/status")
            )
            assert asked.returncode != 0, (name, port, asked.stdout[:200])
