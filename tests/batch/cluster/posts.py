"""A cluster that does what a test says with every task that is sent."""

from grader.batch.cluster.parcels import files_below, packed
from grader.batch.cluster.post import Outcome, scheduler_lost
from grader.batch.cluster.requests import GradedParcel
from grader.batch.cluster.worker import hand_in_folder, same_program


class Future:
    """One that nobody waits for."""

    def __init__(self, key):
        self.key = key

    def release(self):
        pass


class FakePost:
    """A cluster that does what `happens` says with every task that is sent; what is not said is
    graded as it was here.
    """

    def __init__(self, here, happens):
        self.here, self.happens = here, happens
        self.waiting, self.preferred, self.reaches, self.begun_anew = [], [], True, 0
        self._on_said = None
        self.together = []
        """How many were sent at a time."""
        self.silences = 0
        """How often nothing comes, at first; until the last of them there is no worker."""

    def __call__(self, client, plugin, *, on_said):
        self._on_said = on_said
        return self

    def send_several(self, function, plugin, parcels, *, keys, **how):
        futures = [Future(key) for key in keys]
        self.waiting += futures
        self.together.append(len(futures))
        self.preferred += [how.get("workers")] * len(futures)
        return futures

    def next(self, within_s):
        if self.silences:
            self.silences -= 1
            return None
        future = self.waiting.pop(0)
        name = hand_in_folder(future.key)
        return self.happens(self, future, name) or Outcome(future, self.graded(name), "")

    def begun(self, future):
        self._on_said({"what": "begun", "task": future.key})

    def graded(self, name):
        folder = self.here / "submissions" / name
        return GradedParcel(packed(folder, files_below(folder)), "", (), "a", 1.0)

    def begin(self, within_s):
        if not self.reaches:
            raise scheduler_lost()
        self.begun_anew += 1

    def workers(self):
        if self.silences:
            return {}
        return {
            "tcp://a": {same_program(): 1},
            "tcp://b": {same_program(): 1},
            "tcp://stranger": {},
        }

    def put_away(self, futures):
        pass
