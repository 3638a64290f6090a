"""Holds what all tests share."""

import os
import random
import shutil
import signal
import zlib
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from grader.recorder.rows import chance

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before NumPy is imported: two processes of tests with two threads each wait for one another."""

LONGEST = (
    "honest/test_honest.py",
    "hostile/test_corpus.py",
    "notebooks/test_executed.py",
    "test_tutorial.py",
    "test_policies.py",
    "test_digits.py",
    "test_seed_like.py",
    "hostile/test_neighbours.py",
    "hostile/test_alone.py",
    "hostile/test_forged.py",
    "hostile/test_intake.py",
    "hostile/test_reports.py",
    "sandbox/test_limits.py",
    "sandbox/test_containment.py",
    "cli/stopped/test_interrupt.py",
    "cli/stopped/test_killed.py",
    "cli/test_assignment_test.py",
    "scoring/test_scorer.py",
    "compat/test_modern.py",
)
"""Files that run notebooks for a minute or so."""

WHATEVER_THE_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", **WHATEVER_THE_MACHINE, derandomize=True)
settings.register_profile("searching", **WHATEVER_THE_MACHINE)
settings.load_profile("same")
"""Neither a busy machine fails a test nor a draw that nobody has seen before: `make test-slow`
searches.
"""


@pytest.fixture(autouse=True, scope="module")
def drawn_alike_for_all(request):
    """As `drawn_alike`, for what the tests of a file share."""
    _draw_alike(request.node.nodeid)


@pytest.fixture(autouse=True)
def drawn_alike(drawn_alike_for_all, request):
    """What a test, Keras or the recorder draws in this process is the same in each run, whatever
    ran before.
    """
    _draw_alike(request.node.nodeid)


def _draw_alike(name):
    if settings.get_current_profile_name() == "searching":
        return
    import numpy as np  # noqa: PLC0415 - after the number of its threads is set

    random.seed(name)
    np.random.seed(zlib.crc32(name.encode()))  # noqa: NPY002 - Keras and scikit-learn draw from it
    chance.RANDOM = random.Random(name)


def pytest_collection_modifyitems(items):
    """The longest files first: the other processes of `make test` have something to do until the
    last of them ends. In which order files run changes no result.
    """
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(LONGEST)))


@pytest.fixture(autouse=True, scope="session")
def started_from_a_terminal():
    """A shell ignores Ctrl-C for what it puts into the background, and `nohup` the closed terminal;
    children inherit that.
    """
    asked = {
        signal.SIGINT: signal.default_int_handler,
        signal.SIGHUP: signal.SIG_DFL,
        signal.SIGTERM: signal.SIG_DFL,
    }
    for number, handler in asked.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory):
    """What is kept for later lies not among the user's own. Matplotlib's list of fonts is made once
    for all.
    """
    before = os.environ.get("XDG_CACHE_HOME")
    folder = tmp_path_factory.mktemp("cache")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(autouse=True, scope="module")
def trainings_of_the_tests(cache_of_the_tests):
    """What is trained is kept for the tests of one file: which files ran before changes nothing."""
    yield
    shutil.rmtree(cache_of_the_tests / "grader", ignore_errors=True)


@pytest.fixture(scope="session")
def processes(cache_of_the_tests):
    """Processes of ours that tests hand on to one another."""
    from tests.shared import SharedProcesses  # noqa: PLC0415 - few sessions need the whole grader

    with SharedProcesses() as processes:
        yield processes


@pytest.fixture(scope="module")
def shared_processes(processes):
    """What this module starts in this process it takes from tests before, and leaves for those that
    come.
    """
    with processes.in_use():
        yield


@pytest.fixture(scope="session")
def zygote(tmp_path_factory, processes):
    """Has kernels of small notebooks forked while it is entered; what they are forked from is
    handed on to the next file.
    """
    from tests.sandbox.notebooks import Kernels  # noqa: PLC0415 - likewise

    folder = tmp_path_factory.mktemp("zygote")

    @contextmanager
    def forked():
        with processes.in_use(), Kernels.forked(folder):
            yield

    return forked


@pytest.fixture(scope="module")
def grading(request, tmp_path_factory, shared_processes):
    """Grades every habit that the module has tests of in this session, once, beside one another:
    `-k` chooses.
    """
    from tests.honest.grading import graded  # noqa: PLC0415 - likewise

    chosen = {
        item.callspec.params["habit"].name: item.callspec.params["habit"]
        for item in request.session.items
        if item.path == request.path
        and "habit" in getattr(getattr(item, "callspec", None), "params", {})
    }
    with graded(list(chosen.values()), tmp_path_factory.mktemp("habits")) as grading:
        yield grading


@pytest.fixture(scope="session")
def small_class(tmp_path_factory, processes):
    """Three hand-ins of digits, graded by their saved outputs: `in`, `out` and the assignment
    `digits` in a folder that nobody changes. Only their answers wait for a person.
    """
    from tests.review.classes import assignment, grade, hand_in  # noqa: PLC0415 - likewise

    folder = tmp_path_factory.mktemp("class")
    with processes.in_use():
        grade(hand_in(folder / "in"), folder / "out", assignment(folder / "digits"))
    return folder


@pytest.fixture
def course(small_class, tmp_path):
    """A copy of the small class, to be changed."""
    return Path(shutil.copytree(small_class, tmp_path / "class"))
