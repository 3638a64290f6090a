"""Shows what `input()` was answered with, as Jupyter would, and tells of it: the host answers,
nobody is at the keyboard.
"""

from __future__ import annotations

import functools
import sys
from typing import Any

from ..compat.notes import Notes


def attach(shell: Any, notes: Notes) -> None:
    """Hook what Jupyter's kernel puts in the place of `input` and `getpass`."""
    kernel = getattr(shell, "kernel", None)
    if kernel is not None:
        kernel.raw_input = _shown(kernel.raw_input, notes)
        kernel.getpass = _noting_use(kernel.getpass, notes)


def _shown(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def raw_input(prompt: Any = "") -> str:
        answer: str = stock(prompt)
        sys.stdout.write(f"{prompt}{answer}\n")
        _note_use(notes, f"input({str(prompt)[:80]!r})", answer)
        return answer

    return raw_input


def _noting_use(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def getpass(prompt: Any = "", *args: Any, **kwargs: Any) -> str:
        answer: str = stock(prompt, *args, **kwargs)
        _note_use(notes, "getpass()", answer)
        return answer

    return getpass


def _note_use(notes: Notes, what: str, answer: str) -> None:
    given = f"with {answer[:80]!r}" if answer else "with nothing"
    message = (
        f"`{what}` waits for a person; nobody types while a notebook is marked, so it was answered "
        f"{given}."
    )
    notes.tell("compatibility", what, message)
