"""Compares answers for the page, in a process of its own, and keeps what came of it.

What compares takes 160 MiB and two seconds to load. It is done for all questions while the first
page is being read, and the process ends: nobody waits for it, and the page stays small.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from grader.errors import GraderError, PrerequisiteError
from grader.host.child import Child, ChildFailed, ChildStart, serve
from grader.host.limits import limit
from grader.model.policy import GIB
from grader.web.reviewing.alike import alike
from grader.web.reviewing.reviewed_class import ReviewedClass
from grader.web.reviewing.similar import Compare, groups

QUESTIONS_KEPT = 64
"""Whose labels stay in memory; they are worked out anew where an answer changed."""
START_TIMEOUT_S, COMPARING_TIMEOUT_S = 120.0, 300.0
MEMORY_BYTES = 4 * GIB
MAX_ANSWER_BYTES = 1 << 20
START = "from grader.web.comparing import compare_requests; compare_requests()"


class Comparer:
    """Compares in a process of its own, for several threads."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        command = [sys.executable, "-P", "-c", START]
        self._child = Child(
            ChildStart(command, shows_errors=True), max_answer_bytes=MAX_ANSWER_BYTES
        )
        self._lock = threading.Lock()

    def labels(self, texts: tuple[str, ...], evidence: tuple[str, ...]) -> tuple[int, ...]:
        """A label for every text."""
        if len(texts) < 2:
            return tuple(range(len(texts)))
        with self._lock:
            try:
                self._child.start(timeout_s=START_TIMEOUT_S)
                request = json.dumps([texts, evidence]).encode()
                answer = self._child.ask(request, timeout_s=COMPARING_TIMEOUT_S)
            except (ChildFailed, OSError) as failure:
                raise PrerequisiteError(
                    f"groups can't be proposed: {failure}", hint="grade answers one by one"
                ) from None
        return tuple(map(int, json.loads(answer)))

    def rest(self) -> None:
        """End the process; the next request starts it again."""
        with self._lock:
            self._child.end()

    def kill(self) -> None:
        """End the process, whatever it is at."""
        self._child.kill()


class Grouping:
    """What is alike among the answers of one folder, worked out once."""

    def __init__(self, compare: Compare, *, rest: Callable[[], None] | None = None) -> None:
        """Take what compares, and what to do once all is compared; without that nothing is
        compared before somebody asks.
        """
        self.labels: Compare = lru_cache(QUESTIONS_KEPT)(compare)
        self._rest = rest
        self._begun = threading.Lock()

    def begin(self, reviewed: ReviewedClass) -> None:
        """Work out the groups of all questions in a thread of its own; once."""
        if self._rest is not None and self._begun.acquire(blocking=False):
            threading.Thread(
                target=self._group_beforehand,
                args=(reviewed, self._rest),
                name="grader-groups",
                daemon=True,
            ).start()

    def _group_beforehand(self, reviewed: ReviewedClass, rest: Callable[[], None]) -> None:
        with suppress(GraderError):  # who asks for the groups is told
            for question in reviewed.questions():
                if question.words:
                    groups(reviewed, question, "", self.labels)
        rest()


def compare_requests() -> None:
    """Answer requests; runs in a process of its own."""
    limit(resource.RLIMIT_DATA, MEMORY_BYTES)
    # scikit-learn loads pandas where there is one, and does without it as well: half a second less.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    serve(lambda request: json.dumps(alike(*map(tuple, json.loads(request)))).encode())
