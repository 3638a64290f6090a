"""What is found out about a hand-in before any is graded, in the process of all."""

from grader.batch import tasks
from grader.batch.tasks import UNREADABLE, expected_work
from grader.model.hand_in import HandIn, Origin
from tests.hostile.packing import GOOD


def test_what_our_reader_fails_over_costs_no_batch(tmp_path, monkeypatch):
    """It is begun last; what is wrong shows when it is graded."""
    path = tmp_path / "eve.ipynb"
    path.write_bytes(GOOD)
    hand_in = HandIn("eve.ipynb", "eve.ipynb", path, Origin())
    assert expected_work(hand_in) >= UNREADABLE

    def fails(_notebook):
        raise OverflowError

    monkeypatch.setattr(tasks, "workload", fails)

    assert expected_work(hand_in) == UNREADABLE
