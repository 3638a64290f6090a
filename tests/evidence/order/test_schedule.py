"""Cells are taken by their counts, and wait for what they need."""

import pytest

from grader.evidence import order_to_run


def test_what_ran_early_with_a_maker_that_was_run_again_comes_before_it(written, code):
    """Optional compiles long before the imports, the model, and the compile and fit that count were
    run again.
    """
    notebook = written(
        (code["imports"], 88), (code["load"] + "\n" + code["flatten"], 75), (code["model"], 92), (code["sgd"], 99),
        (code["adam"], 47), (code["adam"], 48), (code["fit"], 100),
    )  # fmt: skip

    order = order_to_run(notebook)

    assert order.cells == (0, 1, 2, 4, 5, 3, 6)
    assert (
        "Top to bottom, cell 7 would train with Adam and categorical_crossentropy instead of SGD"
        in order.reason
    )
    assert "only after the cell that makes what they need: cell 2 after cell 1" in order.reason


def test_the_nearest_maker_above_is_waited_for(written, code):
    """Load and flatten were run again at the end: the fit waits until its inputs are flat, not only
    loaded.
    """
    notebook = written(
        (code["imports"], 1), (code["load"], 8), (code["flatten"], 9), (code["model"], 3), (code["sgd"], 4),
        (code["fit"], 5), ("x = x.reshape(60000, 28, 28, 1)", 6),
    )  # fmt: skip

    cells = order_to_run(notebook).cells

    assert cells.index(2) < cells.index(5) < cells.index(6)


def test_data_loaded_again_are_raw_again(written, code):
    """Scaling ran between two loads; what was trained after the second load saw raw values."""
    notebook = written(
        (code["imports"], 1), (code["load"] + "\n" + code["flatten"], 20), (code["scale"], 5), (code["model"], 6),
        (code["sgd"], 7), (code["fit"], 8), (code["fit"], 21),
    )  # fmt: skip

    order = order_to_run(notebook)

    assert order.cells == (0, 1, 2, 3, 4, 5, 1, 6)
    assert "Cell 2 ran twice" in order.reason


def test_a_training_is_never_run_twice(written, code):
    """A plot with an earlier count than its training waits, whatever that costs it."""
    notebook = written(
        (code["imports"] + "\n" + code["load"], 1), (code["model"], 2), (code["sgd"], 3),
        (code["fit"].replace("x,", "x.reshape(60000, 784),"), 9), ("print(history.history)", 5),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 3, 4)


def test_a_gap_in_the_counts_is_a_run_that_was_repeated_later(written, code):
    """Scaling ran third, then a training, then scaling again: the training saw the scaled
    inputs.
    """
    notebook = written(
        (code["imports"], 1), (code["load"] + "\n" + code["flatten"], 2), (code["scale"], 7), (code["model"], 4),
        (code["sgd"], 5), (code["fit"], 6),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 3, 4, 5, 2)


def test_a_gap_before_a_cells_own_count_may_be_an_attempt_that_failed(written, code):
    """Nobody scales twice without noticing; a typo costs a count."""
    notebook = written(
        (code["imports"], 1), (code["load"] + "\n" + code["flatten"], 2), (code["scale"], 4), (code["model"], 5),
        (code["sgd"], 6), (code["fit"], 7),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 3, 4, 5)


def test_lost_counts_fill_a_gap(written, code):
    """As many cells without a count as counts are missing: they ran there, after the trial that
    stands last.
    """
    notebook = written(
        (code["imports"], 5), (code["load"] + "\n" + code["flatten"], 6), (code["model"], None), (code["sgd"], None),
        (code["fit"], 9), (code["adam"], 3),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 5, 3, 4)


def test_a_cell_between_two_that_follow_each_other_was_never_run(written, code):
    """A recompile that was typed and never run changes no training."""
    notebook = written(
        (code["imports"] + "\n" + code["load"] + "\n" + code["flatten"], 1), (code["model"], 2), (code["sgd"], 3),
        (code["adam"], None), (code["fit"], 4),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 4, 3)


def test_lives_of_the_kernel_have_schedules_of_their_own(written, code):
    """After a restart the second part was run with counts from 1; its model is not the first
    part's.
    """
    first = (code["imports"] + "\n" + code["load"] + "\n" + code["flatten"], 1)
    notebook = written(
        first, (code["model"], 2), (code["sgd"], 3), (code["fit"], 4), first, (code["model"], 2), (code["adam"], 3),
        (code["fit"], 4),
    )  # fmt: skip

    assert order_to_run(notebook).cells == tuple(range(8))


@pytest.mark.parametrize("counts", [(10**9, 1, 2), (10**18, 1, 2), (-5, 1, 2), (0, 1, 2)])
def test_absurd_counts_break_nothing(written, counts):
    """Whatever stands in the file, every cell runs once."""
    notebook = written(*((f"a{place} = 1", count) for place, count in enumerate(counts)))

    assert sorted(order_to_run(notebook).cells) == [0, 1, 2]


def test_cells_that_need_each_other_run_all_the_same(written):
    """A cell was rewritten after it had run: nothing is left out."""
    notebook = written(("a = b", 1), ("b = a", 2), ("c = a", 3))

    assert sorted(order_to_run(notebook).cells) == [0, 1, 2]


def test_star_imports_make_names_that_nobody_else_makes(written):
    """Where a name comes from no cell, it comes from the star."""
    notebook = written(("from keras.layers import *", 9), ("layer = Dense(10)", 2))

    assert order_to_run(notebook).cells == (0, 1)


def test_what_a_called_function_needs_is_waited_for(written):
    """The function was there; the list that it goes through was made again later."""
    notebook = written(("def show():\n    print(names)", 1), ("names = []", 7), ("show()", 3))

    assert order_to_run(notebook).cells == (0, 1, 2)


def test_a_deleted_name_must_be_made_again(written):
    """It was used after `del x` had run, so the cell that makes it ran in between."""
    notebook = written(("x = 1", 1), ("y = x", 3), ("del x", 2))

    assert order_to_run(notebook).cells == (0, 2, 0, 1)
