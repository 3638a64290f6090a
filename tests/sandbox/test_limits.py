"""Runs notebooks that use more than they may: each ends with its cause named, soon, and with what
it did until then.
"""

import os
import textwrap

import psutil
import pytest

from tests.sandbox.notebooks import run, strays

pytestmark = pytest.mark.usefixtures("kernels")

MIB = 1024**2
HEAP = "held = []\nwhile True: held.append(b'x' * 10_000_000)"
SHARED = (
    "import mmap\nheld = []\nwhile True:\n    m = mmap.mmap(-1, 10_000_000); m.write(b'x' * "
    "10_000_000); held.append(m)"
)
SHARED_FILE = "n = 0\nwhile True:\n    open(f'/dev/shm/{n}', 'wb').write(b'x' * 10_000_000); n += 1"
TMPFS = "n = 0\nwhile True:\n    open(f'/tmp/{n}', 'wb').write(b'x' * 10_000_000); n += 1"
EMPTY_FILES = "n = 0\nwhile True:\n    open(f'/tmp/{n}', 'w').close(); n += 1"
CHILDREN = """
import os
for _ in range(8):
    if not os.fork():
        held = b'x' * 100_000_000
        while True: sum(held[::4096])
os.wait()
"""
DEAF = """
import signal
for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException: pass
"""
FORK_BOMB = (
    "import os\nfor _ in range(400):\n    if not os.fork():\n        import time; "
    "time.sleep(100)\nos.wait()"
)
THREADS = (
    "import threading, time\nfor _ in range(400): threading.Thread(target=time.sleep, args=(100,), "
    "daemon=True).start()\ntime.sleep(100)"
)
both_in_time = pytest.mark.parametrize(
    "kernels", [pytest.param("cold", marks=pytest.mark.slow), "warm"], indirect=True
)
"""What takes long and is stopped by the host, which does the same for both kinds of kernels: cold
ones have theirs in the slow tests.
"""
only_cold = pytest.mark.parametrize("kernels", ["cold"], indirect=True)


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    """No process, folder or mount outlives a notebook."""
    before = strays()
    yield
    assert strays() - before == set()


@both_in_time
@pytest.mark.parametrize("source", [HEAP, SHARED, SHARED_FILE, TMPFS, EMPTY_FILES, CHILDREN])
def test_memory_is_limited_whatever_it_is_taken_for(source):
    """Heap, shared mappings, files in memory and children count alike."""
    ends_for_its_memory(source)


@only_cold
def test_memory_is_limited_in_a_cold_kernel():
    """Which is watched as one that was forked."""
    ends_for_its_memory(HEAP)


def ends_for_its_memory(source):
    ran = run(
        "print('before')", source, "print('after')", memory_bytes=400 * MIB, disk_bytes=2048 * MIB
    )

    assert ran.recording.outcome == "out_of_memory"
    assert ran.limits == ["memory"]
    assert ran.outcomes == ["ok", "error", "not_run"]
    assert ran.texts[0] == "before\n"
    message = ran.recording.limits_hit[
        0
    ].message  # of the watchdog, or of the system where it was quicker
    assert "400 are allowed" in message or "the 400 MiB of memory that are allowed" in message


def test_the_scratch_space_is_limited():
    """A full disk is the notebook's own error and nobody else's."""
    ran = run(
        "open('/tmp/large', 'wb').write(b'x' * 60_000_000)", "print('on')", disk_bytes=50 * MIB
    )

    assert ran.outcomes == ["error", "ok"]
    assert ran.recording.cell_runs[0].error_name == "OSError"


@both_in_time
def test_a_loop_that_ignores_signals_is_killed():
    """Asked first, killed soon after; what came before is kept."""
    ran = run("print('before')", DEAF, "print('after')", cell_timeout_s=2)

    assert ran.recording.outcome == "timeout"
    assert ran.outcomes == ["ok", "timeout", "not_run"]
    assert (ran.texts[0], ran.events) == ("before\n", ["kernel_ready"])


@both_in_time
def test_a_notebook_as_a_whole_has_its_time():
    """Many cells that are each in time end where all together are not."""
    ran = run(*["import time; time.sleep(1.5)"] * 4, notebook_timeout_s=4)

    assert ran.recording.outcome == "timeout"
    assert ran.limits == ["notebook_time"]
    assert ran.outcomes[-1] == "not_run"


@both_in_time
@pytest.mark.parametrize("source", [FORK_BOMB, THREADS])
def test_processes_and_threads_are_limited(source):
    """A fork bomb ends with all its children."""
    ends_for_its_processes(source)


@only_cold
def test_threads_are_limited_in_a_cold_kernel():
    """Which is watched as one that was forked."""
    ends_for_its_processes(THREADS)


def ends_for_its_processes(source):
    ran = run("1", source, "2", processes=150)

    assert ran.recording.outcome == "kernel_died"
    assert ran.limits == ["processes"]
    assert ran.outcomes == ["ok", "error", "not_run"]


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes; ctypes.CDLL(None)._exit(0)",
        "import ctypes, os; ctypes.CDLL(None).kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
    ],
)
def test_a_kernel_that_dies_costs_what_was_left(source):
    """The cell that did it fails, those below it are not run."""
    ran = run("print('before')", source, "print('after')")

    assert ran.recording.outcome == "kernel_died"
    assert ran.outcomes == ["ok", "error", "not_run"]
    assert ran.recording.cell_runs[1].error_name == "KernelDied"
    assert ran.texts[0] == "before\n"


@both_in_time
def test_a_flood_of_output_stays_small_here():
    """Text, raw writes, one huge display: each is cut, the host's memory stays small, the next cell
    runs and is heard.
    """
    ran = run(
        "print('x' * 120_000_000)",
        "import os\nfor _ in range(120): os.write(1, b'y' * 1_000_000)",
        "from IPython.display import HTML, display; display(HTML('z' * 120_000_000))",
        "for _ in range(8_000): display(1)",
        "print('heard')",
        cell_timeout_s=120,
    )

    assert ran.outcomes == ["ok"] * 5
    assert ran.texts[-1] == "heard\n"
    assert ran.limits == ["output"]
    assert "Output was cut" in ran.texts[0]
    assert ran.host_growth_bytes < 120e6


@both_in_time
def test_very_many_small_messages_end():
    """Messages that go around the kernel's own streams are counted one by one."""
    ran = run(
        "kernel = get_ipython().kernel",
        "for _ in range(20_000):\n"
        "    kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x' * "
        "4000}, parent=kernel.get_parent())",
        "1",
        cell_timeout_s=60,
        output_bytes=4 * MIB,
    )

    assert ran.limits[:1] in (["output"], ["cell_time"])
    assert ran.host_growth_bytes < 60e6


@both_in_time
def test_a_message_of_parts_without_end_is_never_held():
    """ZeroMQ would gather it in the host's memory before anybody could look at it."""
    ran = run(
        "import zmq, time\nkernel = get_ipython().kernel\n"
        "part = b'x' * 10_000_000\nkernel.iopub_socket.io_thread.socket.send_multipart([part] * "
        "80, copy=False)\ntime.sleep(3)",
        "print('on')",
    )

    assert ran.host_growth_bytes < 300e6
    assert ran.outcomes[-1] in ("ok", "not_run")


@both_in_time
def test_a_recording_has_its_size():
    """Weights that no longer fit are left out, and said to be; the notebook goes on."""
    weights = (
        "import keras, numpy as np\nm = keras.Sequential([keras.Input((500,)), "
        "keras.layers.Dense(1000)])\n"
        "m.compile('sgd', 'mse')\n"
        "for _ in range(3): m.fit(np.zeros((4, 500)), np.zeros((4, 1000)), verbose=0)"
    )

    ran = run(weights, "print('on')", recording_bytes=3_000_000, cell_timeout_s=200)

    finished = [event for event in ran.recording.events if event.event == "fit_finished"]
    assert ran.outcomes == ["ok", "ok"]
    assert ran.limits == ["recording"]
    assert len(finished) == 3
    assert finished[-1].arrays is None


@both_in_time
def test_a_figure_of_very_many_points_costs_itself_only():
    """An honest event that is too long for the host is left out where it is made."""
    draw = (
        "import matplotlib.pyplot as plt, numpy as np\n"
        "plt.plot(np.random.default_rng(0).random((5000, 50)))\nplt.show()"
    )

    ran = run(draw, "print('on')")

    assert ran.outcomes == ["ok", "ok"]
    assert ran.events == ["kernel_ready", "recorder_fault"]
    assert "figure_shown" in ran.recording.events[1].traceback


def test_a_daemon_does_not_outlive_its_notebook():
    """Two forks and a session of its own don't lead out of the namespace."""
    name = f"daemon{os.getpid()}"
    daemon = f"""
    import ctypes, os, time
    if not os.fork():
        os.setsid()
        if not os.fork():
            ctypes.CDLL(None).prctl(15, b"{name}")  # PR_SET_NAME: what the host calls it
            open('/tmp/alive', 'w').close()
            while True: time.sleep(0.1)
        os._exit(0)
    """

    ran = run(
        textwrap.dedent(daemon),
        "import os, time\nwhile not os.path.exists('/tmp/alive'): time.sleep(0.05)\nprint(True)",
    )

    assert ran.texts[1] == "True\n"
    assert name not in {process.name() for process in psutil.process_iter()}
