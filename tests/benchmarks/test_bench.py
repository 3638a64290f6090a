"""The benchmark's own arithmetic, its notebooks and its page; the tools themselves are run by `make
bench`.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from benchmarks import looked_up, page, results
from benchmarks.__main__ import measure
from benchmarks.harness import Line, Sample, Target, alternate
from benchmarks.notebooks import EPOCHS, SOLUTION, handed_in, shortened, solution, tiny, variation
from benchmarks.others import environment
from benchmarks.processes import (
    CommandError,
    MemoryWatch,
    ProcessorWatch,
    _proportional_bytes,
    timed,
)
from benchmarks.stage import ROOT, Stage
from benchmarks.stages.all import STAGES, chosen
from benchmarks.stages.cluster import ROWS, UNSHARED, pinned, unshared
from benchmarks.stages.first_use import asking_again
from benchmarks.stages.memory import Held


def line(ours, theirs=None, **about):
    other = None if theirs is None else Sample("theirs", "s", theirs)
    return Line("work", Sample("ours", "s", ours), other, **about)


def codes(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_contestants_take_turns_in_both_directions():
    """What disturbs the machine for a while disturbs each of them."""
    order = []

    values = alternate(
        {name: lambda name=name: order.append(name) or float(len(order)) for name in "abc"}, 2
    )

    assert order == ["a", "b", "c", "c", "b", "a"]
    assert values == {"a": (1.0, 6.0), "b": (2.0, 5.0), "c": (3.0, 4.0)}


def test_ratios_are_those_of_the_rounds():
    """A round in which both were slow counts as their ratio, not as two slow times."""
    compared = line((1.0, 2.0, 1.0), (5.0, 12.0, 7.0))

    assert compared.ratios == (5.0, 6.0, 7.0)
    assert compared.ratio == 6.0


def test_ratios_of_unequal_rounds_cover_every_pair():
    """The spread then is as wide as it may be."""
    assert sorted(line((1.0, 2.0), (4.0,)).ratios) == [2.0, 4.0]


@pytest.mark.parametrize(
    ("measured", "met"),
    [
        (line((1.0,), (5.0,), target=Target("", ratio_at_least=5)), True),
        (line((1.0,), (4.9,), target=Target("", ratio_at_least=5)), False),
        (line((0.3, 0.2, 0.9), target=Target("", at_most=0.3)), True),
        (line((0.3, 0.4, 0.9), target=Target("", at_most=0.3)), False),
        (line((2.0,), (50.0,), target=Target("", ratio_at_least=10, at_most=1)), False),
        (line((1.0,), (50.0,), target=Target("", ratio_at_least=25), holds=False), False),
        (line((1.0,), (50.0,)), None),
    ],
)
def test_a_target_is_met_when_every_condition_holds(measured, met):
    """Of the medians, and of what is asked for beside the numbers."""
    assert measured.met is met


def a_stage(work):
    return Stage("work", "Work", work, minutes=0.1, command="do work")


def test_a_stage_that_breaks_says_why_and_keeps_what_was_measured_before():
    """One tool that can't be installed costs its own stage only."""

    def breaks(bench):
        raise CommandError("the tool is gone")

    broken = measure(a_stage(breaks), rounds=1, everything=False)
    sound = measure(a_stage(lambda bench: [line((1.0,))]), rounds=1, everything=False)

    assert "the tool is gone" in broken.problem
    assert results.Results().and_also(sound).and_also(broken).stages == {"work": sound}
    assert results.Results().and_also(broken).and_also(sound).stages == {"work": sound}


def test_results_survive_their_file(tmp_path):
    """Every round is kept, and a second stage joins the first."""
    first = measure(
        a_stage(lambda bench: [line((1.0, 2.0), (3.0, 4.0))]), rounds=1, everything=False
    )
    known = results.Results().and_also(first)

    results.save(known, tmp_path / "results.json")
    read = results.load(tmp_path / "results.json")

    assert read == known
    assert [one.stage for one in read.in_order({"work": 0, "other": 1})] == ["work"]
    assert results.load(tmp_path / "none.json") == results.Results()


def test_the_page_tells_what_was_met_and_what_was_not():
    """Ratios stand with their spread; what was missed is listed with the reason."""
    target = Target("≥ 5× faster", ratio_at_least=5)
    lines = (
        line((1.0, 2.0, 1.0), (5.0, 12.0, 7.0), target=target),
        replace(line((1.0,), (2.0,), target=target, note="the disk was full"), what="more | work"),
        line((1.0,), (3.0,)),
    )
    measured = replace(
        measure(a_stage(lambda bench: list(lines)), rounds=1, everything=False),
        when="2026-01-02 03:04",
    )

    text = page.page([measured], bench_minutes=10, full_minutes=30)

    assert "| work | ≥ 5× faster | 1.00 s | theirs: 7.00 s | 6.00× (5.00 – 7.00) | yes |" in text
    assert "- more | work (≥ 5× faster): the disk was full" in text
    assert "| more \\| work |" in text
    assert "| work | 1.00 s | theirs | 3.00 s | 3.00× |" in text
    assert "2026-01-02 03:04" in text
    assert "MISSED" in page.plain(measured)


def test_stages_are_named_once_and_chosen_by_length_or_by_name():
    """`--only` finds long and short ones; a wrong name is reported."""
    names = [stage.name for stage in STAGES]

    assert len(set(names)) == len(names)
    assert {stage.name for stage in chosen(full=True, only=())} == {
        "class",
        "class-200",
        "cluster",
        "scheduling",
        "bounds",
        "export",
        "memory-200",
        "no-reuse",
        "sandbox-full",
    }
    assert {stage.long for stage in chosen(full=False, only=())} == {False}
    assert [stage.name for stage in chosen(full=False, only=("class", "tiny"))] == ["tiny", "class"]
    with pytest.raises(KeyError, match="tinny"):
        chosen(full=False, only=("tinny",))


def test_what_is_promised_fits_into_the_time():
    """About a quarter of an hour for `make bench`, an hour for `make bench-full`."""
    assert sum(stage.minutes for stage in STAGES if not stage.long) <= 17.5
    assert sum(stage.minutes for stage in STAGES if stage.long) <= 64


def test_the_tiny_notebook_trains_three_models_for_one_epoch():
    """It is the solution but for its optional other training, and asks nobody for a download."""
    sources = codes(tiny())

    assert sum(source.count(".fit(") for source in sources) == 3
    assert {found[1] for source in sources for found in EPOCHS.finditer(source)} == {"1"}
    assert not any("load_data()" in source for source in sources)
    assert any('data["x_train"][:2000]' in source for source in sources)


def test_trainings_are_shortened_by_what_they_ask_for():
    """Long ones and short ones each have a bound."""
    asked = [
        int(found[1])
        for source in codes(shortened(solution(), epochs=20, few=3))
        for found in EPOCHS.finditer(source)
    ]

    assert asked == [20, 3, 20, 3]


def test_variations_differ_in_what_they_say_and_not_in_what_they_do(tmp_path):
    """Another seed, another name, a remark; the saved outputs stay, for they are claims."""
    original = json.loads(SOLUTION.read_text("utf-8"))
    varied = variation(original, 3)

    assert "set_random_seed(1003)" in "".join(codes(varied))
    assert "def plot_learning_curves_3(" in "".join(codes(varied))
    assert "plot_learning_curves(" not in "".join(codes(varied))
    assert EPOCHS.findall("".join(codes(varied))) == EPOCHS.findall("".join(codes(original)))
    assert all(compile(code, "cell", "exec") for code in codes(varied))
    assert "**Name:** Student 3" in "".join(varied["cells"][0]["source"])
    assert varied["cells"][20].get("outputs") == original["cells"][20].get("outputs")
    assert len({path.read_bytes() for path in handed_in(tiny(), tmp_path, 3)}) == 3


def test_every_package_of_the_other_tools_is_pinned():
    """By version, and from nowhere in particular."""
    lines = environment.REQUIREMENTS.read_text("utf-8").splitlines()

    pinned = [text for text in lines if text and not text.startswith("#")]

    assert all("==" in text and "//" not in text for text in pinned)
    assert set(environment.TOOLS) <= {text.partition("==")[0] for text in pinned}
    assert set(environment.TOOLS) < set(environment.versions())


def test_a_command_is_timed_and_its_failure_is_no_figure(tmp_path):
    """A tool that fails at once would be the fastest of all."""
    assert timed([sys.executable, "-c", "pass"], cwd=tmp_path) > 0
    with pytest.raises(CommandError, match="no such thing"):
        timed([sys.executable, "-c", "raise SystemExit('no such thing')"], cwd=tmp_path)


def test_processor_time_of_what_was_killed_is_seen(monkeypatch):
    """Nobody waits for the child of a child that is killed."""
    monkeypatch.setattr("benchmarks.processes.LOOK_EVERY_S", 0.05)
    works = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True); input()"
    child = (
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {works!r}], stdin=sys.stdin, stdout=sys.stdout)"
    )
    with (
        ProcessorWatch() as watch,
        subprocess.Popen(
            [sys.executable, "-c", child],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as process,
    ):
        process.stdout.readline()
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGKILL)
        process.stdin.close()

    assert watch.processor_s > 0.4


def test_memory_of_what_was_started_is_seen(monkeypatch):
    """A child that holds 100 MB shows, beside what other tests have running."""
    monkeypatch.setattr("benchmarks.processes.SAMPLE_EVERY_S", 0.1)
    child = "held = bytearray(100_000_000); print(flush=True); input()"
    before = sum(map(_proportional_bytes, psutil.Process().children(recursive=True)))
    with (
        subprocess.Popen(
            [sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process,
        MemoryWatch() as watch,
    ):
        process.stdout.readline()
        give_up = time.monotonic() + 60
        while not watch.footprint.bytes or watch.footprint.bytes[-1] < before + 1e8:
            assert time.monotonic() < give_up, "the memory of the child was never seen"
            time.sleep(0.02)
        process.kill()

    assert 1e8 < max(watch.footprint.bytes) - before < 2e8


def a_run(**about):
    run = {"source": "reproduced", "trained_by": "grader", "training": {"reused": "bundled"}}
    return {**run, "epochs_requested": 5, "epochs_run": 5, **about}


def test_what_was_looked_up_is_told():
    """By where the trainings came from; what saved outputs claim was not trained here."""
    kernel, claimed = a_run(trained_by="kernel", training=None), a_run(source="claimed")
    record = {"runs": [a_run(), a_run(), a_run(training={"reused": ""}), kernel, claimed]}

    assert looked_up.in_words([record]) == (
        "of 4 trainings 2 shipped with the assignment, 1 trained now, 1 trained by the kernel"
    )
    assert looked_up.in_words([]) == "nothing was trained"


def test_a_model_that_was_cut_short_is_seen():
    """And a class in which nothing was trained shows no model in full."""
    assert looked_up.in_full([{"runs": [a_run()]}])
    assert not looked_up.in_full([{"runs": [a_run(), a_run(epochs_run=4)]}])
    assert not looked_up.in_full([{"runs": []}])


@pytest.mark.parametrize(("last", "flat"), [(2.05, True), (2.2, False)])
def test_memory_is_flat_where_its_end_is_as_its_middle(last, flat):
    """The first quarter, in which programs start, is left out."""
    held = Held((0.5,) * 10 + (2.0,) * 20 + (last,) * 10)

    assert held.is_flat is flat
    assert held.most_gib == last
    assert "0.50, 2.00, 2.00, 2." in held.in_words


def test_the_same_fit_is_asked_for_again_and_again():
    """The model answer up to its first `fit`, and that one in a loop, with the same seed."""
    *_, trips = codes(asking_again())

    assert compile(trips, "cell", "exec")
    assert trips.count(".fit(") == 1
    assert "epochs=500" in trips


def test_no_two_hand_ins_of_an_unshared_class_train_the_same():
    """Each has a dense network and a convolutional one of its own; all of it is Python."""
    twelve = ["\n".join(codes(unshared(number))) for number in range(UNSHARED)]

    for shape in (r"layers\.Dense\((\d+),", r"layers\.Dropout\(([\d.]+)\)"):
        assert len({tuple(re.findall(shape, code)) for code in twelve}) == UNSHARED
    assert all(compile(code, "cell", "exec") for code in twelve)
    assert all(code.count(f'_train"][:{ROWS}]') == 2 for code in twelve)


def test_what_is_started_is_kept_to_its_cores():
    """And to all of them again afterwards."""
    before = os.sched_getaffinity(0)
    with pinned([min(before)]):
        shown = subprocess.run(
            [sys.executable, "-c", "import os; print(os.sched_getaffinity(0))"],
            capture_output=True,
            text=True,
            check=True,
        )

    assert shown.stdout.strip() == str({min(before)})
    assert os.sched_getaffinity(0) == before


def test_the_command_lists_its_stages():
    """`python -m benchmarks --list` measures nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--list"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stderr
    assert [text.split()[0] for text in done.stdout.splitlines()] == [
        stage.name for stage in STAGES
    ]
