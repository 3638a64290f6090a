"""The benchmark's own arithmetic, its notebooks and its page; the tools themselves are run by `make
bench`.
"""

import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks import page, results
from benchmarks.__main__ import measure
from benchmarks.classes import looked_up
from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.measuring.processes import (
    CommandError,
)
from benchmarks.others import environment
from benchmarks.stage import ROOT, Stage
from benchmarks.stages.all import STAGES, chosen


def line(ours, theirs=None, **about):
    other = None if theirs is None else Sample("theirs", "s", theirs)
    return Line("work", Sample("ours", "s", ours), other, **about)


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
        "loops",
        "memory-200",
        "no-reuse",
        "sandbox-full",
        "workers",
    }
    assert {stage.long for stage in chosen(full=False, only=())} == {False}
    assert [stage.name for stage in chosen(full=False, only=("class", "tiny"))] == ["tiny", "class"]
    with pytest.raises(KeyError, match="tinny"):
        chosen(full=False, only=("tinny",))


def test_what_is_promised_fits_into_the_time():
    """About a quarter of an hour for `make bench`, little more than an hour for what takes long."""
    assert sum(stage.minutes for stage in STAGES if not stage.long) <= 17.5
    assert sum(stage.minutes for stage in STAGES if stage.long) <= 72


def test_every_package_of_the_other_tools_is_pinned():
    """By version, and from nowhere in particular."""
    lines = environment.REQUIREMENTS.read_text("utf-8").splitlines()

    pinned = [text for text in lines if text and not text.startswith("#")]

    assert all("==" in text and "//" not in text for text in pinned)
    assert set(environment.TOOLS) <= {text.partition("==")[0] for text in pinned}
    assert set(environment.TOOLS) < set(environment.versions())


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
