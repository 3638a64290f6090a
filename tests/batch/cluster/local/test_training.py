"""Workers of one machine train by the processes of the one that started them."""

import pytest

from grader.batch.cluster.local.training import BorrowedTrainer, SharedTrainer
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.process.trainer import TrainerFailed
from tests.training.cases.jobs import JOB, Counts


class Refuses(Counts):
    """Trains nothing, for a reason."""

    def __init__(self, reason):
        super().__init__()
        self.reason = reason

    def train(self, job, **_):
        raise self.reason


def test_a_training_of_one_goes_on_from_that_of_another():
    """With all that it is given, and all that comes of it."""
    trains, own = Counts(), (Counts(), Counts())
    with SharedTrainer(trains) as shared:
        one, other = (BorrowedTrainer(shared.place, its_own) for its_own in own)

        first = one.train(JOB)
        second = other.train(JOB, earlier=first)

    assert trains.asked == [JOB, JOB]
    assert [weights.tolist() for weights in trains.earlier[1].weights] == [
        weights.tolist() for weights in first.weights
    ]
    assert (first.digest, second.digest) == (JOB.digest, JOB.digest)
    assert first.weights[0].tolist() != second.weights[0].tolist()
    assert [its_own.asked for its_own in own] == [[], []]


@pytest.mark.parametrize(
    ("reason", "kind", "said"),
    [
        (ModelRefused("a layer of its own"), ModelRefused, "^a layer of its own$"),
        (TrainerFailed("it needs more memory"), TrainerFailed, "^it needs more memory$"),
        (RuntimeError("a fault"), TrainerFailed, "^RuntimeError: a fault$"),
    ],
)
def test_why_there_is_nothing_is_said_to_who_asked(reason, kind, said):
    """As if it had been trained there: what is the job's own doing, and what is not."""
    with SharedTrainer(Refuses(reason)) as shared:
        borrowed = BorrowedTrainer(shared.place, Counts())

        with pytest.raises(kind, match=said) as raised:
            borrowed.train(JOB)

    assert type(raised.value) is kind


def test_an_owner_that_is_gone_is_no_fault_of_the_job():
    """The notebook trains itself, as where what trains can't be started."""
    own = Counts()
    with SharedTrainer(Counts()) as shared:
        borrowed = BorrowedTrainer(shared.place, own)

    with pytest.raises(TrainerFailed, match="gone"):
        borrowed.train(JOB)
    borrowed.close()

    assert own.closed
