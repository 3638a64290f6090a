"""How is the same done to many things on all cores, with what this process has loaded?

For work that needs no kernel but much of the processor, as deciding a class again. Forked children have all that their parent has
loaded; what they come to goes back through a pipe.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Thing = TypeVar("Thing")
Came = TypeVar("Came")
FEW = 8
"""So few things are not worth a fork each."""


def done_to_all(things: Sequence[Thing], act: Callable[[Thing], Came], *, processes: int) -> list[Came]:
    """What comes of `act` for each thing, in their order; `act` may write files, and nothing else of it is seen here.

    The caller must have one thread only. What a child raises is raised here.
    """
    if processes < 2 or len(things) <= FEW:
        return [act(thing) for thing in things]
    fork = multiprocessing.get_context("fork")
    shares = [things[start::processes] for start in range(processes)]
    pipes: list[Connection[bytes, bytes]] = []
    children = []
    for share in shares:
        here, there = fork.Pipe(duplex=False)
        children.append(fork.Process(target=_work, args=(share, act, there), daemon=True))
        children[-1].start()
        there.close()
        pipes.append(here)
    came: list[list[Came]] = _received(pipes)
    for child in children:
        child.join()
    return [came[place % processes][place // processes] for place in range(len(things))]


def _work(share: Sequence[Thing], act: Callable[[Thing], Came], pipe: Connection[bytes, bytes]) -> None:
    try:
        answer = pickle.dumps(([act(thing) for thing in share], None))
    except Exception as error:  # noqa: BLE001 - raised again by the parent
        answer = pickle.dumps(([], error))
    pipe.send_bytes(answer)


def _received(pipes: list[Connection[bytes, bytes]]) -> list[list[Came]]:
    """The answers of all children; they are ours, so they may be unpickled."""
    answers: dict[int, list[Came]] = {}
    while len(answers) < len(pipes):
        for ready in wait([pipe for place, pipe in enumerate(pipes) if place not in answers]):
            place = next(place for place, pipe in enumerate(pipes) if pipe is ready)
            came, error = pickle.loads(pipes[place].recv_bytes())  # noqa: S301 - from our own child
            if error is not None:
                raise error
            answers[place] = came
    return [answers[place] for place in range(len(pipes))]
