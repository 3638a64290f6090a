"""Answers a notebook that takes a GPU or a TPU for granted as if it had asked politely: there is
none, and it runs without.

Who asks (`if gpus:`, `len(gpus)`) gets a true answer. What fails for want of hardware only
(`gpus[0]`, a TPU's address, an `assert` that there is a GPU) is done without, with a note.
"""

from __future__ import annotations

import ast
import builtins
import functools
import os
import re
from collections.abc import Callable
from typing import Any

from ..compat.caller import asking_frame, catches
from ..compat.notes import Notes
from ..compat.packages.stubs import Nothing

HARDWARE = re.compile(r"\b[\w./:]*?(gpu|cuda|tpu|mps|device_name|accelerator)", re.IGNORECASE)
NOTED = "_hardware_that_is_not_here"
"""A builtin that a guard is replaced with."""
ABOUT_DEVICES: dict[str, Any] = {
    "get_device_details": {},
    "get_memory_growth": False,
    "get_memory_info": {"current": 0, "peak": 0},
    "get_memory_usage": 0,
    "reset_memory_stats": None,
    "set_logical_device_configuration": None,
    "set_memory_growth": None,
    "set_per_process_memory_growth": None,
    "set_virtual_device_configuration": None,
    "set_visible_devices": None,
}
"""Functions of `tf.config` → what they give for a device that is not here."""
TPU_ADDRESS = "COLAB_TPU_ADDR"
"""The variable in which Colab gave the address of a TPU."""
HERE = ("", "local")
"""What a notebook calls a TPU of the machine that it runs on. TensorFlow believes any other name,
and would wait for it without end.
"""
RESOLVERS = ("ValueError", "Exception", "BaseException")


class Devices(list[Any]):
    """The devices of a kind that there are none of. It is empty, and one may be taken from it."""

    def __init__(self, kind: str, notes: Notes) -> None:
        """`kind` is GPU or TPU."""
        super().__init__()
        self._kind, self._notes = kind, notes

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return Devices(self._kind, self._notes)
        tell(self._notes, self._kind)
        return AbsentDevice(self._kind, place)


class AbsentDevice(Nothing):
    """One device that is not here."""

    def __init__(self, kind: str, place: int) -> None:
        """Named as TensorFlow would."""
        super().__init__(f"/physical_device:{kind}:{place}")
        self.name, self.device_type = f"/physical_device:{kind}:{place}", kind


def tell(notes: Notes, kind: str) -> None:
    """Say once that there is no hardware of this kind."""
    notes.tell(
        "compatibility",
        f"no {kind}",
        f"The notebook asks for a {kind}; there is none here, and it ran without.",
    )


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of the modules that know about hardware."""
    return {
        "tensorflow": lambda tensorflow: _teach_tensorflow(tensorflow, notes),
        "torch": lambda torch: _teach_torch(torch, notes),
    }


def attach(shell: Any, notes: Notes) -> None:
    """Let guards of cells pass, and an address be read that is not there."""
    teach_environment(type(os.environ), notes)
    setattr(builtins, NOTED, lambda kind: tell(notes, kind))
    shell.ast_transformers.append(Guards())


def teach_environment(environment: Any, notes: Notes) -> None:
    """Who asks whether the address is there is told that it isn't: that goes through `Mapping`."""
    stock = environment.__getitem__

    def getitem(self: Any, name: str) -> str:
        try:
            return str(stock(self, name))
        except KeyError:
            frame = asking_frame() if name == TPU_ADDRESS else None
            if frame is None or catches(frame, "KeyError", "LookupError", "Exception"):
                raise
            tell(notes, "TPU")
            return "localhost:8470"

    environment.__getitem__ = getitem


class Guards(ast.NodeTransformer):
    """`assert` and `raise` for want of hardware become a note; everything else in the cell
    stays.
    """

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        """`assert gpus, "switch the runtime"`."""
        if not _about_hardware(node.test):
            return node
        condition = ast.UnaryOp(ast.Not(), node.test)
        return _placed(ast.If(condition, [_note(node.test)], []), node)

    def visit_If(self, node: ast.If) -> ast.stmt:
        """`if not gpus: raise SystemError(…)`."""
        self.generic_visit(node)
        if _about_hardware(node.test):
            node.body, node.orelse = (
                _without_raise(node.body, node.test),
                _without_raise(node.orelse, node.test),
            )
        return node


def _about_hardware(test: ast.expr) -> bool:
    return HARDWARE.search(ast.unparse(test)) is not None


def _without_raise(body: list[ast.stmt], test: ast.expr) -> list[ast.stmt]:
    return [_placed(_note(test), line) if isinstance(line, ast.Raise) else line for line in body]


def _note(test: ast.expr) -> ast.stmt:
    kind = "TPU" if "tpu" in ast.unparse(test).lower() else "GPU"
    return ast.Expr(ast.Call(ast.Name(NOTED, ast.Load()), [ast.Constant(kind)], []))


def _placed(made: ast.stmt, instead_of: ast.stmt) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(made, instead_of))


def _teach_tensorflow(tensorflow: Any, notes: Notes) -> None:
    places = (tensorflow.config, tensorflow.config.experimental)
    for place in places:
        for name in ("list_physical_devices", "list_logical_devices", "get_visible_devices"):
            if hasattr(place, name):
                setattr(place, name, _listing(getattr(place, name), notes))
        for name, nothing in ABOUT_DEVICES.items():
            if hasattr(place, name):
                setattr(place, name, _without_absent_device(getattr(place, name), nothing, notes))
    if hasattr(tensorflow.distribute.cluster_resolver, "TPUClusterResolver"):
        _teach_tpu(tensorflow, notes)


def _listing(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def devices(device_type: Any = None) -> Any:
        found = stock(device_type)
        return Devices(device_type, notes) if not found and device_type in ("GPU", "TPU") else found

    return devices


def _without_absent_device(stock: Any, nothing: Any, notes: Notes) -> Any:
    """Do nothing with a device that is not here."""

    @functools.wraps(stock)
    def about(*args: Any, **kwargs: Any) -> Any:
        named = next((given for given in (*args, *kwargs.values()) if _is_absent(given)), None)
        if named is None:
            return stock(*args, **kwargs)
        tell(notes, "TPU" if "TPU" in str(named) else "GPU")
        return nothing

    return about


def _is_absent(given: Any) -> bool:
    if isinstance(given, list):
        return any(map(_is_absent, given))
    return isinstance(given, AbsentDevice) or (
        isinstance(given, str) and re.search("[GT]PU:", given) is not None
    )


def _teach_tpu(tensorflow: Any, notes: Notes) -> None:
    """A notebook that does not ask whether there is a TPU trains with the strategy of this
    machine.
    """
    resolvers = tensorflow.distribute.cluster_resolver
    resolver = resolvers.TPUClusterResolver
    resolvers.TPUClusterResolver = _made_by(resolver, _finding(resolver, notes))
    resolvers.TPUClusterResolver.connect = staticmethod(_finding(resolver.connect, notes))
    for name in ("experimental_connect_to_cluster", "experimental_connect_to_host"):
        setattr(
            tensorflow.config,
            name,
            _not_for_nothing(getattr(tensorflow.config, name), lambda: None),
        )
    system = tensorflow.tpu.experimental
    system.initialize_tpu_system = _not_for_nothing(system.initialize_tpu_system, lambda: None)
    for place in (tensorflow.distribute, tensorflow.distribute.experimental):
        strategy = _not_for_nothing(place.TPUStrategy, tensorflow.distribute.get_strategy)
        place.TPUStrategy = _made_by(place.TPUStrategy, strategy)


def _made_by(stock: Any, make: Callable[..., Any]) -> Any:
    """A class like `stock`, for who asks what a thing is, whose instances `make` makes."""

    def call(cls: Any, *args: Any, **kwargs: Any) -> Any:
        del cls
        return make(*args, **kwargs)

    kind = type("Maker", (type(stock),), {"__call__": call})
    return kind(stock.__name__, (stock,), {"__doc__": stock.__doc__})


def _finding(find: Any, notes: Notes) -> Any:
    """Find a TPU; where there is none and nobody minds, nothing in its place."""

    def found(*args: Any, **kwargs: Any) -> Any:
        try:
            _refuse_address(args[0] if args else kwargs.get("tpu"))
            return find(*args, **kwargs)
        except Exception:
            frame = asking_frame()
            if frame is None or catches(frame, *RESOLVERS, again=False):
                raise
            tell(notes, "TPU")
            return Nothing("TPU")

    return found


def _refuse_address(named: Any) -> None:
    if isinstance(named, str) and named not in HERE:
        raise ValueError(f"no TPU answers at {named}: there is no network")


def _not_for_nothing(stock: Any, instead: Callable[[], Any]) -> Any:
    @functools.wraps(stock, updated=())
    def act(*args: Any, **kwargs: Any) -> Any:
        absent = any(
            isinstance(given, Nothing) or given is None for given in (*args, *kwargs.values())
        )
        return instead() if absent or not (args or kwargs) else stock(*args, **kwargs)

    return act


def _teach_torch(torch: Any, notes: Notes) -> None:
    """What is moved to a GPU stays where it is, where PyTorch sees none."""
    if torch.cuda.is_available():
        return
    for kind in (torch.Tensor, torch.nn.Module):
        kind.cuda = _staying(kind.cuda, notes)
        kind.to = _moved_to_cpu(kind.to, torch, notes)


def _staying(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def cuda(self: Any, *_: Any, **__: Any) -> Any:
        tell(notes, "GPU")
        return self

    return cuda


def _moved_to_cpu(stock: Any, torch: Any, notes: Notes) -> Any:
    def here(given: Any) -> Any:
        if not isinstance(given, (str, torch.device)) or not str(given).startswith(("cuda", "mps")):
            return given
        tell(notes, "GPU")
        return "cpu"

    @functools.wraps(stock)
    def to(self: Any, *args: Any, **kwargs: Any) -> Any:
        return stock(
            self, *map(here, args), **{name: here(value) for name, value in kwargs.items()}
        )

    return to
