"""The recorder tidies up at the end of a cell."""

from grader.recorder.hooks.cells import Cells


def test_everything_is_done_though_one_thing_breaks():
    """A fault is reported and keeps nothing else from being done; what is to come last comes last."""
    done, faults = [], []
    cells = Cells(lambda: faults.append("fault"))
    cells.at_very_end(lambda count: done.append(("last", count)))
    cells.at_end(lambda _: 1 / 0)
    cells.at_end(lambda count: done.append(("first", count)))

    cells.begin(7)
    cells.end()

    assert done == [("first", 7), ("last", 7)]
    assert faults == ["fault"]
