"""Kernels that are forked: sealed from each other and from where they come from, and the same as
those started cold.
"""

import os
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from grader.model.events import EpochFinished
from grader.model.policy import Policy
from grader.model.submission import Cell, Notebook
from grader.sandbox import BorrowedKernels, SharedKernels, WarmKernels
from tests.sandbox.notebooks import Kernels, an_assignment, run

KEY_BYTES = 32
PATIENCE_S = 60
TRAIN = """
import numpy as np, keras
x = np.random.rand(64, 4).astype("float32"); y = (x.sum(axis=1) > 2).astype("float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dropout(0.2), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["accuracy"])
model.fit(x, y, epochs=3, batch_size=16, validation_split=0.25, verbose=0)
import random; print(random.random(), np.random.rand())
"""


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    """From here on kernels are forked. Who began it was a thread that ended at once, as that of a
    hand-in on a cluster's worker does.
    """
    with ExitStack() as held, ThreadPoolExecutor(1) as pool:
        made = Kernels.forked(tmp_path_factory.mktemp("warm"))
        warm = pool.submit(held.enter_context, made).result()
        pool.shutdown()
        yield warm


def test_a_kernel_has_what_notebooks_import(forked):
    """The libraries are there before the first cell asks."""
    ran = run(
        "import sys; print(all(name in sys.modules for name in ('tensorflow', 'keras', 'sklearn', "
        "'pandas')))"
    )

    assert ran.texts == ("True\n",)


def test_arrays_ask_for_no_huge_pages(forked):
    """Where the machine's memory is in pieces, looking for them takes longer than the arrays."""
    ran = run("import numpy; print(numpy._core.multiarray._get_madvise_hugepage())")

    assert ran.texts == ("False\n",)


def test_it_trains_as_a_cold_one_does(forked):
    """The same notebook gives the same numbers, to the last bit, and the same random numbers after
    it.
    """
    warm = run(TRAIN)
    Kernels.warm = None
    cold = run(TRAIN)
    Kernels.warm = forked

    assert warm.recording.warm
    assert not cold.recording.warm
    assert _epochs(warm) == _epochs(cold) != []
    assert warm.texts[0].splitlines()[-1] == cold.texts[0].splitlines()[-1]
    assert warm.events == cold.events


def test_siblings_see_nothing_of_each_other(forked):
    """Two at the same time: no process, file, terminal or socket of the one shows in the other."""
    busy = (
        "import os, socket\nopen('/tmp/mine', 'w').write('x'); open('/dev/shm/mine', "
        "'w').write('x')\n"
        "terminal = os.openpty()\ns = socket.socket(socket.AF_UNIX); s.bind('\\0sibling'); "
        "s.listen()\n"
        "t = socket.socket(); t.bind(('127.0.0.1', 4321)); t.listen()"
    )
    listens, looked = threading.Event(), threading.Event()

    def hold(done, cells):
        if done == 1 < cells:
            listens.set()
            assert looked.wait(PATIENCE_S)

    other = threading.Thread(target=run, args=(busy, "pass"), kwargs={"on_cell": hold})
    other.start()
    assert listens.wait(PATIENCE_S)
    look = (
        "import os, socket\n"
        "def reach(family, address):\n"
        "    try: socket.socket(family).connect(address); return 'reached'\n"
        "    except OSError as error: return type(error).__name__\n"
        "print(sorted(name for name in os.listdir('/proc') if name.isdigit()))\n"
        "print(os.path.exists('/tmp/mine'), os.path.exists('/dev/shm/mine'), "
        "os.listdir('/dev/pts'))\n"
        "print(reach(socket.AF_UNIX, '\\0sibling'), reach(socket.AF_INET, ('127.0.0.1', 4321)))"
    )

    ran = run(look)
    looked.set()
    other.join()

    assert ran.texts == (
        "['1', '2']\nFalse False ['ptmx']\nConnectionRefusedError ConnectionRefusedError\n",
    )


def test_no_key_of_a_sibling_is_in_its_memory(forked, monkeypatch):
    """What the host told one kernel is not to be found in the next one, which has a copy of the
    zygote's memory.
    """
    keys, stock = iter(["5ibling" * 10, "own" * 20]), secrets.token_hex
    monkeypatch.setattr(
        secrets, "token_hex", lambda size: next(keys) if size == KEY_BYTES else stock(size)
    )
    run("pass")
    search = (
        "def count(word):\n    found = 0\n    with open('/proc/self/maps') as maps, "
        "open('/proc/self/mem', 'rb', 0) as memory:\n"
        "        for line in maps:\n            area, rights = line.split()[:2]\n"
        "            start, end = (int(part, 16) for part in area.split('-'))\n"
        "            if 'r' not in rights or '[v' in line: continue\n"
        "            try:\n                memory.seek(start); found += memory.read(end - "
        "start).count(word)\n"
        "            except (OSError, ValueError, OverflowError): pass\n    return found\n"
        "print(count(b'gnilbi5'[::-1] * 5), count(b'nwonknu'[::-1] * 5), count(b'nwo'[::-1] * 15) "
        "> 1)"
    )

    ran = run(search)

    of_a_sibling, of_nobody, own = ran.texts[0].split()
    assert of_a_sibling == of_nobody
    assert own == "True"


def test_it_holds_no_descriptor_of_the_zygote(forked):
    """What a forked kernel has open is what one has that was started cold."""
    kinds = (
        "import os, re, collections\nkinds = []\n"
        "for fd in os.listdir('/proc/self/fd'):\n"
        "    try: kinds.append(re.sub(r'[0-9]+', '', os.readlink(f'/proc/self/fd/{fd}')))\n    "
        "except OSError: pass\n"
        "print(sorted(collections.Counter(kinds).items()))"
    )

    warm = run(kinds)
    Kernels.warm = None
    cold = run(kinds)
    Kernels.warm = forked

    assert warm.texts == cold.texts


def test_it_stays_on_the_cores_of_its_slot(forked):
    """The thread that asks for a kernel is bound to its slot's cores; so is the kernel."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        ran = run("import os; print(os.sched_getaffinity(0))")
    finally:
        os.sched_setaffinity(0, before)

    assert ran.texts == (f"{{{min(before)}}}\n",)
    assert run("import os; print(os.sched_getaffinity(0))").texts == (f"{before}\n",)


def test_a_notebook_that_sets_what_imports_read_starts_cold(forked):
    """It asks for another backend: in a kernel that has Keras already it would get the wrong
    one.
    """
    notebook = Notebook((Cell(0, "code", "import os\nos.environ['KERAS_BACKEND'] = 'jax'"),))
    chatty = Notebook((Cell(0, "code", "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'"),))

    assert "KERAS_BACKEND" in forked.fits(Kernels.assignment, Policy(), notebook)
    assert forked.fits(Kernels.assignment, Policy(), chatty) == ""


@pytest.mark.parametrize(
    "policy", [Policy(seed=7), Policy(stock=True), Policy(threads=1), Policy(unsafe=True)]
)
def test_another_policy_starts_cold(forked, policy):
    """What was settled at the import can't be changed for one notebook."""
    assert forked.fits(Kernels.assignment, policy, Notebook(())) != ""


@contextmanager
def borrowed(forked):
    """From here on kernels are borrowed, as a worker of this machine borrows them."""
    with (
        SharedKernels(forked) as shared,
        BorrowedKernels(Kernels.assignment, Policy(), None, shared.place) as lent,
    ):
        Kernels.warm = lent
        try:
            yield lent
        finally:
            Kernels.warm = forked


def test_another_process_borrows_kernels(forked):
    """One zygote serves several: what is borrowed is warm, and trains as one's own does."""
    own = run(TRAIN)
    with borrowed(forked):
        lent = run(TRAIN)

    assert lent.recording.warm
    assert lent.texts == own.texts
    assert lent.events == own.events


def test_kernels_end_with_who_borrowed_them(forked):
    """Nobody is left to end a notebook that runs for ever; those of others go on."""
    began = threading.Event()
    ran = []

    def hears(done, cells):
        if done == 1:
            began.set()

    def run_for_ever():
        ran.append(run("print(1)", "while True: pass", on_cell=hears))

    with borrowed(forked) as lent:
        running = threading.Thread(target=run_for_ever)
        running.start()
        assert began.wait(PATIENCE_S)
        lent.__exit__()  # as where its process was killed: the connection closes
        running.join(PATIENCE_S / 2)

    assert [one.recording.outcome for one in ran] == ["kernel_died"]
    assert run("print(1)").recording.warm


def test_where_the_owner_has_none_kernels_start_cold(tmp_path):
    """With its reason; and likewise where nobody listens."""
    owner = WarmKernels(an_assignment(tmp_path), Policy())
    with (
        SharedKernels(owner) as shared,
        BorrowedKernels(an_assignment(tmp_path), Policy(), None, shared.place) as lent,
    ):
        assert lent.wait() == owner.why_not == "it was not started"
    with BorrowedKernels(an_assignment(tmp_path), Policy(), None, tmp_path / "none") as nobodys:
        assert "No such file" in nobodys.why_not


def test_a_zygote_that_does_not_start_is_said(tmp_path, monkeypatch):
    """Where it can't be had, kernels start cold, and the recording says why."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    assignment = an_assignment(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr("grader.sandbox.walls.bubblewrap.find_bubblewrap", lambda: program)
        warm = WarmKernels(assignment, Policy()).__enter__()
    Kernels.warm, Kernels.assignment = warm, assignment

    with pytest.raises(AssertionError, match="the process that imports ended"):
        run("print(1)")

    Kernels.warm = Kernels.assignment = None
    warm.__exit__()


def _epochs(ran):
    return [event.logs for event in ran.recording.events if isinstance(event, EpochFinished)]
