"""In which order the cells are run."""

import pytest

from grader.evidence import order_to_run
from grader.model.submission import Cell, Notebook, Output


def a_notebook(*cells):
    """Code cells from (source, execution count) pairs."""
    return Notebook(
        tuple(
            Cell(place, "code", source, execution_count=count)
            for place, (source, count) in enumerate(cells)
        )
    )


def test_the_founding_submissions_order_is_followed():
    """An optional cell that recompiles with Adam stands above the fit of the baseline, and ran
    after it.
    """
    notebook = a_notebook(
        ("import keras\nmodel = keras.Sequential([keras.layers.Dense(10)])", 1),
        ("model.compile('sgd', 'mse')", 2),
        ("model.compile('adam', 'mse')", 5),
        ("history = model.fit(x, y)", 3),
        ("print(history.history)", 4),
        ("history = model.fit(x, y)", 6),
    )

    order = order_to_run(notebook)

    assert (order.cells, order.by) == ((0, 1, 3, 4, 2, 5), "execution_counts")
    assert "not the document's: cell 4 came earlier than it stands" in order.reason
    assert (
        "Top to bottom, cell 4 would train with Adam and mean_squared_error instead of SGD"
        in order.reason
    )


def test_what_needs_imports_that_were_run_again_waits_for_them():
    """Whoever ran the imports once more at the end loses nothing."""
    notebook = a_notebook(("import numpy as np", 9), ("x = np.zeros(3)", 2), ("print(x)", 3))

    assert order_to_run(notebook).cells == (0, 1, 2)


@pytest.mark.parametrize("counts", [(None, None, None), (1, 1, 2), (3, 3, 3), (0, -1, None)])
def test_missing_and_repeated_counts_mean_the_document(counts):
    """Counts that don't tell the cells apart say nothing."""
    notebook = a_notebook(*((f"a{place} = 1", count) for place, count in enumerate(counts)))

    assert order_to_run(notebook).cells == (0, 1, 2)


def test_counts_that_come_back_tell_lives_of_the_kernel_apart():
    """After a restart the kernel counts from 1 again; within each life the counts hold."""
    notebook = a_notebook(("a = 1", 2), ("b = 1", 1), ("c = 1", 2), ("d = 1", 1))

    assert order_to_run(notebook).cells == (1, 0, 3, 2)


def test_no_counts_at_all_mean_the_document():
    """Somebody took the counts away."""
    cells = (Cell(0, "code", "a = 1"), Cell(1, "code", "1", outputs=(Output("result", "1"),)))

    assert order_to_run(Notebook(cells)).by == "document"


def test_a_cell_that_was_never_run_follows_the_one_above_it():
    """It is run all the same: it may be the last thing the student added."""
    notebook = a_notebook(("a = 1", 3), ("b = 2", None), ("c = 3", 2), ("d = 4", 4))

    assert order_to_run(notebook).cells == (2, 0, 1, 3)


def test_names_inside_functions_may_come_later():
    """A function that uses a later name does not make the order wrong."""
    notebook = a_notebook(
        ("def plot():\n    print(history)", 2), ("history = 1", 3), ("k = 0", 1), ("plot()", 4)
    )

    assert order_to_run(notebook).by == "execution_counts"


def test_another_order_that_changes_nothing_is_said_to_change_nothing():
    """Two cells that have nothing to do with each other may run either way."""
    notebook = a_notebook(("a = 1", 2), ("b = 2", 1))

    assert "the same models would be trained" in order_to_run(notebook).reason
