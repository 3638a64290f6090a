"""Reports are rendered by processes of their own; one that fails costs itself."""

import json
import sys
import time
from pathlib import Path

import pytest

from grader.batch.saving import save
from grader.host.child import Child, ChildStart
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.publishing import Renderers, Reports
from grader.store import BatchFolder

HUNGRY = """
from grader.publishing import report_process, reports
reports.render_kept = lambda *_, pdf: [
    str(len(bytearray(report_process.MEMORY_BYTES if pdf else 9)))
]
report_process.render_requests()
"""
"""Renders what takes as much memory as a report may, where a PDF is asked for."""
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PATIENCE_S = 120


@pytest.fixture(scope="module")
def loaded():
    return load_everything("mnist")


@pytest.fixture
def kept(loaded, tmp_path):
    """The folders of two hand-ins that are graded and have no reports yet, by name."""
    store, folders = BatchFolder(tmp_path / "out"), {}
    with NotebookGrader(loaded, Policy(training="saved")) as notebooks:
        for name in ("seed_like", "log_keras_2"):
            folder = folders[name] = store.for_hand_in(f"{name}.ipynb")
            folder.prepare()
            path = NOTEBOOKS / f"{name}.ipynb"
            result = notebooks.grade(path, folder=folder.recording)
            save(folder, result, notebooks.key(path.read_bytes()), content=name)
    return folders


def wait_until(happened):
    """Wait for what another thread does; fail where it never comes."""
    ends = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_report_that_fails_stops_no_other(loaded, kept):
    """It is named; what else waits is rendered."""
    (kept["log_keras_2"].path / "records" / "seen.json").write_text("{")

    with Renderers(loaded, processes=1) as renderers:
        for folder in kept.values():
            renderers.render(folder.path, pdf=False)

    assert [problem.name for problem in renderers.problems] == [kept["log_keras_2"].path.name]
    assert kept["seed_like"].html.exists()


def test_a_renderer_that_dies_is_replaced(loaded, kept, tmp_path):
    """The report it was at is named, the next one is rendered."""
    with Renderers(loaded, processes=1) as renderers:
        renderers.render(tmp_path / "nowhere", pdf=False)
        wait_until(lambda: renderers.problems)
        renderers._processes[0].kill()
        renderers.render(kept["seed_like"].path, pdf=False)

    assert len(renderers.problems) == 1
    assert kept["seed_like"].html.exists()


def test_what_is_made_ready_renders(loaded, kept):
    """It is one process, however often that is asked for, and no report of anybody."""
    with Renderers(loaded, processes=2) as renderers:
        renderers.get_ready()
        renderers.get_ready()
        renderers.render(kept["seed_like"].path, pdf=False)
        renderers.wait()
        running = len(renderers._processes)

    assert running == 1
    assert not renderers.problems
    assert kept["seed_like"].html.exists()


def test_a_report_that_takes_for_ever_is_given_up(loaded, kept):
    """It is named with the reason, and nobody waits for it."""
    with Renderers(loaded, processes=1, timeout_s=0.0) as renderers:
        renderers.render(kept["seed_like"].path, pdf=False)

    assert [problem.why for problem in renderers.problems] == [
        "the process that renders reports failed: it took longer than 0 s"
    ]


def test_a_report_that_needs_too_much_memory_is_given_up(loaded, tmp_path):
    """It is named with the limit; the process renders the next one."""
    child = Child(ChildStart([sys.executable, "-P", "-c", HUNGRY]), max_answer_bytes=10_000)
    child.start(timeout_s=PATIENCE_S)

    reported = [
        json.loads(
            child.ask(
                Reports(loaded, tmp_path, pdf).request(),
                timeout_s=PATIENCE_S,
            )
        )
        for pdf in (True, False)
    ]
    child.end()

    assert [one["problem"] for one in reported] == [
        "it needs more than the 4 GiB that it may use",
        "",
    ]
    assert reported[1]["undrawn"] == ["9"]
