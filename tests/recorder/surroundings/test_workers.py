"""What joblib would hand to processes is done in the kernel, with results as from processes."""

import os
import subprocess
import sys
import textwrap

import pytest


def run(code):
    """What a Python prints in which joblib does its work in place."""
    whole = "import os, joblib.parallel\nfrom joblib import Parallel, delayed, parallel_config\n"
    whole += "from grader.recorder.surroundings import workers\n"
    whole += "workers.into_joblib(joblib.parallel)\n" + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", whole],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    "asked",
    [
        "Parallel(2)",
        "Parallel(-1, backend='loky')",
        "Parallel(2, backend='multiprocessing')",
        "Parallel(2, prefer='processes', pre_dispatch='all', batch_size=2)",
        "Parallel(2, return_as='generator')",
        "Parallel(2, max_nbytes='1M', mmap_mode='r')",
    ],
)
def test_tasks_run_in_the_kernel(asked):
    """However processes are asked for, warnings there are none."""
    printed = run(f"""
        print(set({asked}(delayed(os.getpid)() for _ in range(5))) == {{os.getpid()}})
    """)

    assert printed == ["True"]


def test_a_configuration_holds():
    """Jobs and threads may be set for a block."""
    printed = run("""
        with parallel_config("loky", n_jobs=2, inner_max_num_threads=1):
            print(set(Parallel()(delayed(os.getpid)() for _ in range(3))) == {os.getpid()})
        with Parallel(2) as parallel:
            print(sum(parallel(delayed(abs)(-each) for each in range(4))))
    """)

    assert printed == ["True", "6"]


def test_a_task_has_its_own_arguments():
    """As in a process of its own; with one job there are no copies, nor of data."""
    printed = run("""
        import numpy as np

        def filled(given, rows):
            given.append(len(given))
            return given, rows

        rows = np.zeros(3)
        for jobs in (2, 1):
            given = []
            done = Parallel(jobs)(delayed(filled)(given, rows=rows) for _ in range(3))
            print([list(held) for held, _ in done] == [[0]] * 3, len(given))
            print(all(held is rows for _, held in done))
    """)

    assert printed == ["True", "0", "True", "False", "3", "True"]


def test_what_cannot_be_copied_is_handed_over():
    """A lock, or a generator."""
    printed = run("""
        numbers = (each for each in range(6))
        print(sum(Parallel(2)(delayed(next)(numbers) for _ in range(3))))
    """)

    assert printed == ["3"]


def test_threads_stay_threads():
    """What they share they go on sharing."""
    printed = run("""
        held = []
        Parallel(2, prefer="threads")(delayed(held.append)(each) for each in range(3))
        Parallel(2, require="sharedmem")(delayed(held.append)(each) for each in range(3))
        print(len(held), type(Parallel(2, prefer="threads")._backend).__name__)
    """)

    assert printed == ["6", "ThreadingBackend"]


def test_errors_come_through():
    """As they were raised."""
    printed = run("""
        try:
            Parallel(2)(delayed(int)(each) for each in ("1", "x"))
        except ValueError as error:
            print(type(error).__name__)
    """)

    assert printed == ["ValueError"]


def test_a_pool_works_in_the_kernel():
    """Whatever it is asked in: results, faults, what comes first, arguments of their own."""
    printed = run("""
        import concurrent.futures.process
        workers.into_pools(concurrent.futures.process)
        from concurrent.futures import ProcessPoolExecutor, as_completed
        from concurrent.futures.process import ProcessPoolExecutor as same

        def pid(given):
            given.append(1)
            return os.getpid(), len(given)

        began, given = [], []
        with ProcessPoolExecutor(2, initializer=began.append, initargs=(1,)) as pool:
            futures = [pool.submit(pid, given) for _ in range(3)]
            print({each.result() for each in as_completed(futures)} == {(os.getpid(), 1)}, given)
            print(list(pool.map(pow, [2, 3], [3, 2], chunksize=2)), began)
            print(type(pool.submit(int, "x").exception()).__name__, same is ProcessPoolExecutor)
        try:
            pool.submit(int)
        except RuntimeError:
            print("over")
    """)

    assert printed == ["True", "[]", "[8,", "9]", "[1]", "ValueError", "True", "over"]
