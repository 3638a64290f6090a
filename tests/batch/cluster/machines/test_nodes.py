"""Parties of a cluster on machines where they can't start."""

import asyncio
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import dask
import pytest

from grader.batch.cluster import nodes
from grader.batch.cluster.connection import scheduler_address
from grader.batch.cluster.nodes import NodeSettings, _address, run_scheduler, run_worker
from grader.errors import OutputError, PrerequisiteError


def without_user_namespaces(*command):
    """Run a program where the kernel makes no user namespace any more, which changes nothing of
    this machine.
    """
    inside = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", inside, "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_machine_without_user_namespaces_refuses_work():
    """Ubuntu's AppArmor rule is one reason; the sentence says what allows them. The scheduler is
    not even asked.
    """
    if (tried := without_user_namespaces("true")).returncode:
        pytest.skip(f"no user namespace to try it in: {tried.stderr.strip()}")

    done = without_user_namespaces(
        *(sys.executable, "-m", "grader.cli", "worker", "--scheduler-file", "tcp://127.0.0.1:9")
    )

    assert done.returncode == 4
    assert "can't sandbox a notebook" in done.stderr
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in done.stderr
    assert "Traceback" not in done.stderr
    assert "127.0.0.1" not in done.stderr


def test_a_scheduler_that_does_not_answer_is_said():
    """In a sentence: it is nobody's fault here."""
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "500ms"}),
        pytest.raises(PrerequisiteError, match=r"127\.0\.0\.1:9 can't be joined"),
    ):
        run_worker(NodeSettings("tcp://127.0.0.1:9"), slots=1, graphics=0, say=print)


def test_a_port_that_is_taken_is_said(tmp_path):
    """Two schedulers were started."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PrerequisiteError, match=f"no scheduler can listen here, port {port}"):
            run_scheduler(
                tmp_path / "cluster.json",
                NodeSettings("", host="127.0.0.1"),
                port=port,
                say=print,
            )


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    """By its name: the folder isn't there."""
    with pytest.raises(OutputError, match=r"nowhere/cluster\.json: can't be written"):
        run_scheduler(
            tmp_path / "nowhere" / "cluster.json",
            NodeSettings("", host="127.0.0.1"),
            port=0,
            say=print,
        )


def test_the_file_goes_with_its_scheduler(tmp_path, monkeypatch):
    """It is there as long as somebody listens; one that another scheduler wrote meanwhile stays."""
    file, there = tmp_path / "cluster.json", []

    async def look(ended):
        there.append(scheduler_address(str(file)))
        ended.close()

    async def written_over(ended):
        file.write_text("another's")
        ended.close()

    for looked, left in ((look, False), (written_over, True)):
        monkeypatch.setattr("grader.batch.cluster.nodes._until_a_signal", looked)
        run_scheduler(file, NodeSettings("", host="127.0.0.1"), port=0, say=print)
        assert file.exists() is left

    assert there[0].startswith("tcp://127.0.0.1:")


def test_a_worker_waits_for_a_file_that_is_half_written(tmp_path, monkeypatch):
    """A file system that machines share may show it empty, or in part, at first."""
    file, contents = tmp_path / "cluster.json", iter(["", '{"addr', '{"address": "tls://a:1"}'])
    monkeypatch.setattr(
        "grader.batch.cluster.nodes.time.sleep", lambda _: file.write_text(next(contents))
    )

    assert _address(str(file), print) == "tls://a:1"


def test_dasks_pages_name_no_student(tmp_path, monkeypatch):
    """They ask for no certificate: they are shown to this machine only, and say nothing unless the
    dashboard was asked for.
    """
    seen = {}

    async def look(ended):
        written = json.loads((tmp_path / "cluster.json").read_text())
        host, port = "127.0.0.1", written["services"]["dashboard"]
        for place in ("info/main/workers.html", "json/identity.json", "metrics"):
            try:
                await asyncio.to_thread(
                    lambda place=place: urllib.request.urlopen(
                        f"http://{host}:{port}/{place}", timeout=10
                    )
                )
                seen[place] = 200
            except urllib.error.HTTPError as error:
                seen[place] = error.code
        ended.close()

    monkeypatch.setattr("grader.batch.cluster.nodes._until_a_signal", look)
    run_scheduler(tmp_path / "cluster.json", NodeSettings("", host="127.0.0.1"), port=0, say=print)

    assert set(seen.values()) == {404}


def test_a_dashboard_without_bokeh_is_said(tmp_path, monkeypatch):
    """With what installs it."""
    monkeypatch.setattr("grader.batch.cluster.nodes.importlib.util.find_spec", lambda _: None)

    with pytest.raises(PrerequisiteError, match="needs bokeh"):
        run_scheduler(
            tmp_path / "c.json", NodeSettings("", host="127.0.0.1"), port=0, dashboard=0, say=print
        )


def test_a_worker_has_the_ports_that_it_was_given_and_a_name_of_its_own(monkeypatch):
    """A firewall lets these ports through; in two containers host names and process ids may be the
    same, and a scheduler takes one worker of a name only.
    """
    started = []

    def nanny(address, **given):
        started.append(given)
        raise OSError("far enough")

    monkeypatch.setattr(nodes, "Nanny", nanny)
    monkeypatch.setattr(nodes, "require_protection", lambda: None)
    place = NodeSettings("tcp://127.0.0.1:9", worker_port="3000:3007", nanny_port="3010")

    for _ in range(2):
        with pytest.raises(PrerequisiteError, match="far enough"):
            run_worker(place, slots=1, graphics=0, say=print)

    assert {(one["worker_port"], one["port"]) for one in started} == {("3000:3007", "3010")}
    assert started[0]["name"] != started[1]["name"]


@pytest.mark.parametrize("option", ["worker_port", "nanny_port"])
def test_a_port_of_a_worker_that_is_taken_is_said(monkeypatch, option):
    """With the option that gives another; dask would say that a worker failed to start."""
    monkeypatch.setattr(nodes, "require_protection", lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        place = NodeSettings("tcp://127.0.0.1:9", host="127.0.0.1", **{option: port})

        with pytest.raises(PrerequisiteError, match=f"port {port}: Address already in use") as said:
            run_worker(place, slots=1, graphics=0, say=print)

    assert f"--{option.replace('_', '-')}" in said.value.hint


def test_of_several_ports_a_free_one_is_enough():
    """What others hold of them is passed by."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        nodes._require_port("127.0.0.1", f"{port}:{port + 50}", "--worker-port")
