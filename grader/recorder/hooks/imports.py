"""Does something to a module right after the student's code imports it, and never before."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

AfterImport = Callable[[ModuleType], None]


class AfterImportFinder(MetaPathFinder):
    """Finds the watched modules as Python would, and runs their hook once they are loaded."""

    def __init__(
        self,
        hooks: dict[str, AfterImport],
        on_fault: Callable[[], None],
        before: dict[str, Callable[[], None]],
    ) -> None:
        """`on_fault` is called in the handler of an exception that a hook raised; `before` acts
        before an import.
        """
        self._before = before
        self._hooks = hooks
        self._on_fault = on_fault
        self._finding: set[str] = set()

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Hand on Python's own spec, with a loader that runs the hook."""
        del path, target
        if fullname not in self._hooks or fullname in self._finding:
            return None
        self._finding.add(fullname)
        self._before.get(fullname, _nothing)()
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self._finding.discard(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _HookedLoader(spec.loader, self._hooks[fullname], self._on_fault)
        return spec


class _HookedLoader(Loader):
    """Loads as `loader` does, without drawing random numbers from Python's generator, and runs the
    hook after it.
    """

    def __init__(self, loader: Loader, hook: AfterImport, on_fault: Callable[[], None]) -> None:
        self._loader, self._hook, self._on_fault = loader, hook, on_fault

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        before = random.getstate()
        self._loader.exec_module(module)
        random.setstate(before)
        try:
            self._hook(module)
        except Exception:
            self._on_fault()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def together(*hooks: dict[str, AfterImport]) -> dict[str, AfterImport]:
    """One dict for several; a module that stands in more than one gets all its hooks, in this
    order.
    """
    merged: dict[str, AfterImport] = {}
    for name in dict.fromkeys(name for some in hooks for name in some):
        chain = [some[name] for some in hooks if name in some]
        merged[name] = chain[0] if len(chain) == 1 else _chained(chain)
    return merged


def _chained(chain: list[AfterImport]) -> AfterImport:
    def act(module: ModuleType) -> None:
        for hook in chain:
            hook(module)

    return act


def _nothing() -> None:
    pass


def install(
    hooks: dict[str, AfterImport],
    on_fault: Callable[[], None],
    before: dict[str, Callable[[], None]] | None = None,
) -> None:
    """Watch for the modules named in `hooks`; those that are loaded already are hooked now."""
    waiting = {}
    for name, hook in hooks.items():
        if name in sys.modules:
            hook(sys.modules[name])
        else:
            waiting[name] = hook
    sys.meta_path.insert(0, AfterImportFinder(waiting, on_fault, before or {}))
