"""Hardware that is not here is done without, in the cell and in the libraries."""

import ast
import types

import pytest

from grader.recorder.compat.notes import Notes
from grader.recorder.surroundings import hardware


def run_guarded(source, **names):
    """The kinds of hardware that a cell was told it does without."""
    reported = []
    tree = ast.fix_missing_locations(hardware.Guards().visit(ast.parse(source)))
    exec(compile(tree, "cell", "exec"), {hardware.NOTED: reported.append, **names})
    return reported


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("assert gpus, 'switch the runtime'", ["GPU"]),
        ("assert len(gpus) > 0", ["GPU"]),
        (
            "if device_name != '/device:GPU:0':\n    raise SystemError('GPU device not found')",
            ["GPU"],
        ),
        ("if gpus:\n    pass\nelse:\n    print(1)\n    raise RuntimeError", ["GPU"]),
        ("for _ in range(1):\n    if not gpus:\n        raise SystemExit", ["GPU"]),
        ("assert 'TPU' in environ", ["TPU"]),
        ("assert not gpus", []),
        ("if gpus:\n    raise RuntimeError", []),
    ],
)
def test_guards_pass(source, reported):
    """What would have stopped the cell is a note; what holds is nothing."""
    assert run_guarded(source, gpus=[], device_name="", environ={}) == reported


@pytest.mark.parametrize("source", ["assert x == 1", "if not x:\n    raise ValueError"])
def test_other_guards_stay(source):
    """Only hardware is done without."""
    with pytest.raises((AssertionError, ValueError)):
        run_guarded(source, x=0)


def test_an_empty_list_from_which_a_device_can_be_taken():
    """Who asks is told that there is none."""
    reported = []
    devices = hardware.Devices("GPU", Notes(lambda kind, message: reported.append(message)))

    assert (len(devices), bool(devices), list(devices), devices == [], list(devices[:1])) == (
        0,
        False,
        [],
        True,
        [],
    )
    assert reported == []
    assert devices[0].name == "/physical_device:GPU:0"
    assert len(reported) == 1


def test_what_pytorch_moves_stays():
    """`.cuda()`, `.to("cuda")` and `.to(device)` leave tensors and models where they are."""

    class Tensor:
        def cuda(self):
            raise AssertionError

        def to(self, *args, **kwargs):
            return args, kwargs

    class Device(str):
        __slots__ = ()

    module = type("Module", (Tensor,), {"cuda": Tensor.cuda, "to": Tensor.to})
    torch = types.SimpleNamespace(
        cuda=types.SimpleNamespace(is_available=lambda: False),
        Tensor=Tensor,
        nn=types.SimpleNamespace(Module=module),
        device=Device,
    )
    reported = []
    hardware.hooks(Notes(lambda kind, message: reported.append(message)))["torch"](torch)

    tensor = Tensor()
    assert tensor.cuda() is tensor
    assert tensor.to(Device("cuda:0"), dtype=3) == (("cpu",), {"dtype": 3})
    assert module().to("mps") == (("cpu",), {})
    assert tensor.to("cpu", "float") == (("cpu", "float"), {})
    assert len(reported) == 1
