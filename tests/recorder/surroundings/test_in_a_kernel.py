"""Cells that ask for what is not here, end the kernel, or are not Python, in one kernel."""

import pytest

from grader.model.events import RecorderFault
from tests.recorder.kernels import run

CELLS = {
    "kills": "import os, signal\nos.kill(os.getpid(), 9)\nos.kill(os.getpid(), signal.SIGTERM)\n"
    "os.killpg(os.getpgrp(), 15)\nprint('on')",
    "exits": "exit()\nquit()\nexit\nprint('on')",
    "sys.exit": "import sys\nsys.exit()\nsys.exit('stop')\nprint('on')",
    "raises SystemExit": "def stop():\n    raise SystemExit('Stop right there!')\nstop()\nraise "
    "SystemExit\nprint('on')",
    "catches its own": "try:\n    sys.exit(3)\nexcept SystemExit as error:\n    print(error.code)",
    "ends": "os._exit(0)\nos.abort()\nos.execv(sys.executable, ['python'])\n"
    "signal.raise_signal(signal.SIGKILL)\nprint('on')",
    "restarts": "import IPython\nIPython.Application.instance().kernel.do_shutdown(True)\n"
    "get_ipython().kernel.do_shutdown(restart=True)\nprint('on')",
    "by psutil": "import psutil\npsutil.Process().kill()\nprint('on')",
    "in a page": "from IPython.display import Javascript, display\n"
    "display(Javascript('IPython.notebook.kernel.restart()'))\nprint('on')",
    "shell": "!kill -9 {os.getpid()}\nos.system(f'kill -9 {os.getpid()}')\nprint('on')",
    "a child may end": "child = os.fork()\nif not child:\n    os._exit(7)\n"
    "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))",
    "a child may be killed": "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
    "os.kill(child.pid, 9)\nprint(child.wait())",
    "reset": "kept = 1\n%reset -f\nprint('kept' in dir())",
    "old shell": """
get_ipython().magic("matplotlib inline")
get_ipython().magic(u"%precision 3")
from IPython.core.display import display, HTML, clear_output
from IPython.display import set_matplotlib_formats
set_matplotlib_formats("retina")
from IPython.html import widgets
from IPython.html.widgets import interact
display(HTML("<b>x</b>"))
get_ipython().run_line_magic("nonsense", "x")
print('on')
""",
    "unknown cell magic": "%%memit -r 1\nimport time\nvalue = 41\nvalue + 1",
    "unknown line magic": "%memit -r 3 doubled = value * 2\n%lprun -f print other = 5\n"
    "print(doubled, other)",
    "body with a magic": "%%mprun -f f\n%matplotlib inline\n!echo shell\nprint('body')",
    "a body that fails": "%%heat\nundefined_name",
    "another language": "%%R\nx <- c(1, 2)\nplot(x)",
    "gpu": """
import tensorflow as tf
gpus = tf.config.list_physical_devices("GPU")
tf.config.experimental.set_memory_growth(gpus[0], True)
tf.config.set_visible_devices(gpus[0], "GPU")
tf.config.set_logical_device_configuration(gpus[0], [tf.config.LogicalDeviceConfiguration(memory_limit=1024)])
for gpu in tf.config.experimental.list_physical_devices("GPU"):
    print("never")
print(len(gpus), bool(gpus), tf.config.experimental.get_memory_info("GPU:0")["current"])
if tf.test.gpu_device_name() != "/device:GPU:0":
    raise SystemError("GPU device not found")
assert tf.test.is_gpu_available(), "no GPU"
with tf.device("/GPU:0"):
    print(float(tf.reduce_sum(tf.ones(2))))
""",
    "copies files": """
import pathlib, shutil
pathlib.Path("whole").write_bytes(b"x" * 100_000)
tf.io.gfile.copy("whole", "by_tensorflow")
tf.io.gfile.copy("whole", "by_tensorflow", overwrite=True)
shutil.copyfile("whole", "by_python")
!cp whole by_the_shell
print([pathlib.Path("by_" + name).stat().st_size for name in ("tensorflow", "python", "the_shell")])
""",
    "tpu": """
try:
    tpu = tf.distribute.cluster_resolver.TPUClusterResolver()
    print("Running on TPU", tpu.cluster_spec().as_dict()["worker"])
except ValueError:
    raise BaseException("ERROR: Not connected to a TPU runtime")
tf.config.experimental_connect_to_cluster(tpu)
tf.tpu.experimental.initialize_tpu_system(tpu)
strategy = tf.distribute.TPUStrategy(tpu)
with strategy.scope():
    print(strategy.num_replicas_in_sync)
try:
    tpu = tf.distribute.cluster_resolver.TPUClusterResolver.connect()
except ValueError:
    tpu = None
print(tpu)
import os
there = tf.distribute.cluster_resolver.TPUClusterResolver("grpc://" + os.environ["COLAB_TPU_ADDR"])
tf.config.experimental_connect_to_cluster(there)
tf.tpu.experimental.initialize_tpu_system(there)
""",
    "asks": "name = input('Name: ')\nnumber = int(input('How many? '))\nfrom getpass import "
    "getpass\nprint(repr(name), number, repr(getpass()))",
    "asks for ever": "while True:\n    input('again')",
}
FAILING = ["a body that fails", "another language", "asks for ever"]
GOES_ON = [
    "kills",
    "exits",
    "sys.exit",
    "raises SystemExit",
    "ends",
    "restarts",
    "by psutil",
    "in a page",
    "shell",
    "old shell",
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory, processes):
    return run(tmp_path_factory.mktemp("surroundings"), CELLS, processes=processes)


def test_only_what_is_the_cells_own_fault_fails(ran):
    """And a cell that IPython refuses counts as failed, by name."""
    failed = {
        name: ran.run_of(name).error_name for name in CELLS if ran.run_of(name).outcome != "ok"
    }

    assert failed == dict(zip(FAILING, ("NameError", "UsageError", "EOFError"), strict=True))
    assert "%%R" in ran.run_of("another language").error_message
    assert [
        event.traceback for event in ran.recording.events if isinstance(event, RecorderFault)
    ] == []


@pytest.mark.parametrize("name", GOES_ON)
def test_the_rest_of_the_cell_runs(ran, name):
    """Whatever was to end the kernel."""
    assert ran.text(name).splitlines()[-1] == "on"


def test_each_ending_is_reported(ran):
    """The student reads what was left out."""
    reported = " ".join(ran.notices("not_run"))

    for what in (
        "os.kill()",
        "exit()",
        "sys.exit()",
        "os._exit()",
        "kernel.do_shutdown(True)",
        "kill -9",
    ):
        assert what in reported


def test_what_ends_no_kernel_is_untouched(ran):
    """Children end and are killed, an exception that is caught is raised, `%reset` resets."""
    assert ran.text("catches its own").strip() == "3"
    assert ran.text("a child may end").strip() == "7"
    assert ran.text("a child may be killed").strip() == "-9"
    assert ran.text("reset").strip() == "False"


def test_files_are_copied(ran):
    """By whatever means: the sandbox refuses what the system copies with."""
    assert ran.text("copies files").strip() == "[100000, 100000, 100000]"


def test_code_behind_unknown_magics_runs(ran):
    """Of the cell and of the line, with magics of its own."""
    assert ran.text("unknown line magic").strip() == "82 5"
    assert ran.text("body with a magic").split() == ["shell", "body"]


def test_hardware_is_done_without(ran):
    """Told once a kind; who asks is told the truth."""
    reported = " ".join(ran.notices("compatibility"))

    lines = ran.text("gpu").splitlines()
    assert (lines[0], lines[-1]) == ("0 False 0", "2.0")
    assert ran.text("tpu").splitlines()[-2:] == ["1", "None"]
    assert reported.count("asks for a GPU") == 1
    assert reported.count("asks for a TPU") == 1


def test_questions_are_answered(ran):
    """As nobody is there; the cell shows what was typed, as Jupyter does."""
    assert ran.text("asks").splitlines() == ["Name: 1", "How many? 1", "'1' 1 '1'"]
    assert any("input('Name: ')" in message for message in ran.notices("compatibility"))
