"""Tells whether the code of a notebook that is not run uses a framework or data that this
assignment is not about.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.evidence.program.source import parse_cell
from grader.model.evidence import Foreign, ForeignKind
from grader.model.submission import Cell

FRAMEWORKS = {
    "chainer": "Chainer",
    "fastai": "fastai",
    "flax": "Flax",
    "jax": "JAX",
    "mxnet": "MXNet",
    "paddle": "PaddlePaddle",
    "pytorch_lightning": "PyTorch Lightning",
    "torch": "PyTorch",
}
"""Package → what it is called."""
DATA = {
    "CIFAR10": "CIFAR-10",
    "CIFAR100": "CIFAR-100",
    "FashionMNIST": "Fashion-MNIST",
    "KMNIST": "Kuzushiji-MNIST",
    "boston_housing": "Boston Housing",
    "cifar10": "CIFAR-10",
    "cifar100": "CIFAR-100",
    "fashion_mnist": "Fashion-MNIST",
    "imdb": "IMDB reviews",
    "reuters": "Reuters newswires",
}
"""Names by which Keras and torchvision load other data → what they are called."""


GRAPHS = "placeholder"
"""What only the graphs of TensorFlow 1 have."""
MARKED = "this assignment is marked on models of Keras and scikit-learn"


def foreign_code(cells: Sequence[Cell]) -> tuple[Foreign, ...]:
    """Every framework and every data set that is not this assignment's, in the order of the
    code.
    """
    found: dict[str, Foreign] = {}
    for cell in cells:
        for node in ast.walk(parse_cell(cell.source)):
            for kind, message in _notices(node):
                found.setdefault(message, Foreign(kind, message, cell.index))
    return tuple(found.values())


def _notices(node: ast.AST) -> Iterator[tuple[ForeignKind, str]]:
    for module in _imported(node):
        if module in FRAMEWORKS:
            yield "other_framework", f"The notebook uses {FRAMEWORKS[module]} ({module}); {MARKED}."
    if isinstance(node, ast.Attribute):
        if node.attr == GRAPHS:
            yield (
                "other_framework",
                f"The notebook builds graphs of TensorFlow 1 (tf.placeholder); {MARKED}.",
            )
        if node.attr in DATA:
            yield "other_dataset", _other_data(node.attr)
    if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("datasets"):
        yield from (
            ("other_dataset", _other_data(alias.name)) for alias in node.names if alias.name in DATA
        )


def _other_data(name: str) -> str:
    return f"The notebook loads {DATA[name]}, which is not the data of this assignment."


def _imported(node: ast.AST) -> Iterator[str]:
    """The packages that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.partition(".")[0]
