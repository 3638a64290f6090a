"""The simulation of a day on a cluster, on cases that can be worked out by hand; its page says what
was measured.
"""

import random
from itertools import accumulate

import pytest

from benchmarks import results, scale
from benchmarks.cluster.queueing import Need, simulated
from benchmarks.scale import HandInCost
from grader.batch.cluster import engine

COST = HandInCost(
    when="2026-01-01",
    machine="a machine",
    slot_s=10.0,
    start_s=20.0,
    memory_gib=2.0,
    sent_bytes=20_000,
    returned_bytes=500_000,
    folder_bytes=900_000,
    submitting_s=0.010,
    tasks_per_s=1000.0,
)


def alike(count, *needs):
    return [tuple(Need(what, seconds) for what, seconds in needs)] * count


def test_one_server_serves_one_after_another():
    """Three jobs of two seconds that come at once wait 0, 2 and 4 seconds."""
    day = simulated(alike(3, ("a", 2.0)), {})

    assert day.seconds == 6
    assert day.waited_s == (0, 2, 4)
    assert day.busy == {"a": 1}


def test_two_servers_serve_two_at_a_time():
    """Five jobs of three seconds take three turns; one of the two idles in the last."""
    day = simulated(alike(5, ("a", 3.0)), {"a": 2})

    assert day.seconds == 9
    assert day.waited_s == (0, 0, 3, 3, 6)
    assert day.busy["a"] == pytest.approx(15 / 18)


def test_who_comes_slower_than_is_served_never_waits():
    """D/D/1: one every two seconds, served in one."""
    day = simulated(alike(4, ("a", 1.0)), {}, coming_s=[0, 2, 4, 6])

    assert day.waited_s == (0, 0, 0, 0)
    assert (day.seconds, day.busy["a"]) == (7, 4 / 7)


def test_the_slower_of_two_in_a_row_decides():
    """One second, then three: the first is done after four, each other three seconds later."""
    day = simulated(alike(5, ("a", 1.0), ("b", 3.0)), {})

    assert day.seconds == 1 + 5 * 3
    assert day.busy["b"] == pytest.approx(15 / 16)


@pytest.mark.parametrize(("window", "seconds"), [(1, 20.0), (2, 16.0), (5, 16.0)])
def test_no_more_than_the_window_are_begun(window, seconds):
    """With one at a time each takes all of its four seconds; with two the first step is hidden."""
    assert simulated(alike(5, ("a", 1.0), ("b", 3.0)), {}, window=window).seconds == seconds


def test_a_window_smaller_than_the_servers_leaves_some_idle():
    """Of eight servers three are ever busy."""
    day = simulated(alike(12, ("a", 1.0)), {"a": 8}, window=3)

    assert (day.seconds, day.busy["a"]) == (4, 12 / 32)


def test_what_serves_twice_is_one_thing():
    """A submitting process sends and takes: both are its time."""
    day = simulated(alike(2, ("a", 1.0), ("b", 1.0), ("a", 1.0)), {})

    assert day.busy["a"] * day.seconds == 4


@pytest.mark.parametrize("load", [0.3, 0.7])
def test_random_arrivals_wait_as_the_formula_says(load):
    """M/D/1: the mean wait is load / (2 (1 - load)) services (Pollaczek and Khinchine)."""
    draw = random.Random(3)
    coming = list(accumulate(draw.expovariate(load) for _ in range(60_000)))

    waited = simulated(alike(len(coming), ("a", 1.0)), {}, coming_s=coming).waited_s

    assert sum(waited) / len(waited) == pytest.approx(load / (2 * (1 - load)), rel=0.05)


def test_slots_decide_a_day_on_few_of_them():
    """A thousand hand-ins of ten seconds on ten slots, a tenth of which train for a hundred more:
    about 2,000 seconds.
    """
    plain = scale.a_day(COST, slots=10, own=0.0, training_s=100, count=1000, window=256)
    some = scale.a_day(COST, slots=10, own=0.1, training_s=100, count=1000, window=256)

    assert plain.seconds == pytest.approx(1000, rel=0.01)
    assert some.seconds == pytest.approx(2000, rel=0.1)
    assert scale.first_limit(plain, 10, 256).startswith("slots, busy")


def test_as_many_are_under_way_as_in_a_batch():
    """What is simulated is what is done."""
    assert scale.WINDOW == engine.MOST_AHEAD


def test_what_limits_many_slots_is_named():
    """The window where it is smaller; else the submitting process: a hundred hand-ins a second."""
    narrow = scale.a_day(COST, slots=1024, own=0.0, training_s=0, count=4000, window=256)
    wide = scale.a_day(COST, slots=2048, own=0.0, training_s=0, count=20_000, window=4096)

    assert scale.first_limit(narrow, 1024, 256) == "256 hand-ins under way at a time"
    assert scale.first_limit(wide, 2048, 4096).startswith("submitting process, busy")
    assert wide.seconds == pytest.approx(20_000 * COST.submitting_s, rel=0.1)


def test_the_page_says_what_was_measured():
    """Or that nothing was. Whoever measures anew writes the page with it; what stands around the
    tables stays.
    """
    page, cost = scale.PAGE.read_text("utf-8"), scale.load()
    training_s = scale.own_training_s(results.load())

    if cost is None:
        assert scale.page_with(page, scale.NOT_MEASURED) == page
    else:
        assert scale.measured_table(cost, training_s) in page
        assert scale.arithmetic(cost, training_s, scale.HAND_INS) in page
    head, tail = page.split(scale.BEGIN)[0], page.split(scale.END)[1]
    assert scale.page_with(page, "other") == f"{head}{scale.BEGIN}\n\nother\n\n{scale.END}{tail}"


def test_the_tables_say_what_they_were_worked_out_from(tmp_path):
    """A hundred hand-ins of ten seconds, all of whose trainings are their own: 110 s each."""
    text = scale.tables(COST, 100.0, 100)

    assert "| 100% | 3.06 h | 0.127 | 0.255 GiB |" in text
    assert "100 hand-ins move 0.052 GB" in text
    assert "| 100% | 16 |" in text
