"""`grader worker`, `grader cluster` and the options of `grader batch`, as far as no cluster is
needed.
"""

import importlib.util

import pytest
from click.testing import CliRunner
from distributed.utils import parse_ports

from grader.batch.cluster.status import ClusterStatus, WorkerStatus
from grader.cli import main
from grader.cli.commands import cluster
from tests.hostile.packing import notebook


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def hand_in(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook("print(1)"))
    return path


def test_keys_are_made_once(tmp_path):
    """And the folder is named."""
    made = run("cluster", "keys", "--out", tmp_path / "keys")

    assert made.exit_code == 0
    assert str(tmp_path / "keys") in made.output
    assert run("cluster", "keys", "--out", tmp_path / "keys").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cluster", "nowhere.json"), "neither a scheduler's file nor an address"),
        (("--cluster", "tcp://192.0.2.1:8786"), "needs certificates"),
        (("--cluster", "tcp://127.0.0.1:1", "--workers", "2"), "give one of them"),
        (("--workers", "0"), "0 is not in the range"),
    ],
)
def test_wrong_usage_is_named(hand_in, tmp_path, monkeypatch, arguments, words):
    """Before any notebook is run."""
    monkeypatch.setenv("GRADER_CLUSTER_KEYS", str(tmp_path / "none"))

    ended = run("batch", hand_in, "--out", tmp_path / "out", "-a", "digits", *arguments)

    assert ended.exit_code == 2
    assert words in " ".join(ended.output.split())


@pytest.mark.parametrize(
    ("value", "count"), [("9000", 1), ("0", 1), ("9000:9007", 8), ("9000:9000", 1)]
)
def test_a_port_or_several(value, count):
    """In dask's words."""
    assert len(parse_ports(cluster.Ports().convert(value, None, None))) == count


@pytest.mark.parametrize("value", ["ninety", "9007:9000", "-1", "70000", "1:2:3", "9000:", ":9"])
@pytest.mark.parametrize("option", ["--worker-port", "--nanny-port"])
def test_what_is_no_port_is_named(option, value):
    """Before the scheduler is looked for."""
    ended = run("worker", "--scheduler-file", "x", f"{option}={value}")

    assert ended.exit_code == 2
    assert "is neither a port nor FIRST:LAST" in " ".join(ended.output.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("worker", "--scheduler-file", "x"),
        ("cluster", "status", "--cluster", "x"),
        ("cluster", "keys"),
        ("cluster", "scheduler", "--scheduler-file", "x"),
    ],
)
def test_without_dask_the_package_is_named(monkeypatch, arguments):
    """It is an extra."""
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "distributed" else real(name)
    )

    ended = run(*arguments)

    assert ended.exit_code == 4
    assert "pip install 'notebook-grader[cluster]'" in ended.output


@pytest.mark.parametrize("option", [("--workers", "2"), ("--cluster", "tcp://127.0.0.1:1")])
def test_a_batch_without_dask_names_the_package(monkeypatch, hand_in, tmp_path, option):
    """Before anything is graded or written."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    ended = run("batch", hand_in, "--out", tmp_path / "out", "-a", "digits", *option)

    assert ended.exit_code == 4
    assert "pip install 'notebook-grader[cluster]'" in ended.output
    assert not (tmp_path / "out").exists()


def test_status_names_what_runs_and_who_differs():
    """A line for each worker and each hand-in."""
    lines = []
    ann = WorkerStatus("ann", "tls://1", 2, 15.5, 1, ("eve_a-1234", "bob_b-5678"), alike=True)
    old = WorkerStatus("old", "tls://2", 4, 8.0, 0, (), alike=False)

    cluster._show(ClusterStatus("tls://head:1", (ann, old), 7), lines.append)

    assert lines == [
        "tls://head:1: 2 workers, 2 slots; 2 hand-ins run, 7 wait",
        "  ann: 2 slots, 15.5 GiB, 1 GPUs",
        "    eve_a-1234",
        "    bob_b-5678",
        "  old: 4 slots, 8.0 GiB",
        "    other versions than here: gets nothing from this machine",
    ]
