"""The evidence follows the order that was executed."""

from grader.evidence.order import order_of_execution
from grader.model.recording import RunOrder


def test_what_ran_here_is_followed_as_it_ran(written):
    """A cell that ran twice stands there twice, and counts where it ran last."""
    order = order_of_execution(
        written(("a = 1", 1), ("b = 2", 2)), RunOrder((0, 1, 0), "execution_counts", "")
    )

    assert [cell.index for cell in order.cells] == [0, 1, 0]
    assert (order.position(0), order.position(1), order.position(7)) == (2, 1, -1)


def test_what_was_never_run_shows_nothing(written, code):
    """Read from saved outputs, a recompile that was typed and not run has no effect."""
    notebook = written(("a = 1", 1), (code["adam"], None), ("b = 2", 2))

    assert [cell.index for cell in order_of_execution(notebook).cells] == [0, 2]
