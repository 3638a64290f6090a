"""Follows the shapes of arrays, and between which values they lie, through the code that prepares
data.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import prod

from grader.evidence.program.values import UNKNOWN, ArrayValue, Value, sound

_IMAGES = {
    "mnist": ((60000, 28, 28), (10000, 28, 28)),
    "fashion_mnist": ((60000, 28, 28), (10000, 28, 28)),
    "cifar10": ((50000, 32, 32, 3), (10000, 32, 32, 3)),
}
"""What `load_data` of Keras gives."""
_KEEPS = {
    "astype",
    "copy",
    "array",
    "asarray",
    "float32",
    "float64",
    "ascontiguousarray",
    "to_numpy",
    "convert_to_tensor",
}
_EXTREMES = {"max": "high", "amax": "high", "min": "low", "amin": "low"}


def made_array(
    node: ast.Call,
    name: str,
    receiver: Value,
    arguments: Sequence[Value],
    keywords: Mapping[str, Value],
) -> Value:
    """What a call that loads, splits, reshapes or measures arrays gives; None where it is no such
    call.
    """
    if name == "load_data":
        return _loaded(ast.unparse(node.func))
    if name == "load_digits":
        return _digits(in_pairs=keywords.get("return_X_y") is True)
    if name == "fetch_openml" and arguments[:1] == ["mnist_784"]:
        return {"data": ArrayValue((70000, 784), 0, 255), "target": ArrayValue((70000,))}
    if name == "train_test_split":
        return _split(arguments, keywords)
    array, rest = (receiver, arguments) if isinstance(receiver, ArrayValue) else (None, arguments)
    if array is None and arguments and isinstance(arguments[0], ArrayValue):
        array, rest = arguments[0], arguments[1:]
    if not isinstance(array, ArrayValue):
        return None
    return sound(_of_array(array, name, rest, keywords))


def _of_array(  # noqa: PLR0911 - a case a kind of call
    array: ArrayValue, name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    if name in _KEEPS:
        return array
    if name in _EXTREMES:
        value = getattr(array, _EXTREMES[name])
        return value if value is not None and not arguments and not keywords else UNKNOWN
    if array.shape is None:
        return UNKNOWN
    if name == "len":
        return array.shape[0]
    if name == "reshape":
        given = arguments or [keywords.get("newshape", keywords.get("shape", UNKNOWN))]
        return replace(array, shape=_reshaped(array.shape, given))
    if name in ("flatten", "ravel"):
        return replace(array, shape=(prod(array.shape),))
    if name == "expand_dims":
        return _expanded(array, keywords.get("axis", arguments[0] if arguments else UNKNOWN))
    if name == "to_categorical":
        classes = keywords.get("num_classes", arguments[0] if arguments else 10)
        return ArrayValue((*array.shape, classes), 0, 1) if isinstance(classes, int) else UNKNOWN
    return UNKNOWN


def _loaded(spelled: str) -> Value:
    known = next((shapes for name, shapes in _IMAGES.items() if name in spelled.split(".")), None)
    if known is None:
        return UNKNOWN
    return tuple((ArrayValue(shape, 0, 255), ArrayValue(_labels(shape), 0, 9)) for shape in known)


def _labels(images: tuple[int, ...]) -> tuple[int, ...]:
    """CIFAR has its labels in a column."""
    return images[:1] if len(images) == 3 else (images[0], 1)


def _digits(*, in_pairs: bool) -> Value:
    data, target = ArrayValue((1797, 64), 0, 16), ArrayValue((1797,), 0, 9)
    return (
        (data, target)
        if in_pairs
        else {"data": data, "target": target, "images": ArrayValue((1797, 8, 8), 0, 16)}
    )


def _split(arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    parts: list[Value] = []
    for array in arguments:
        shape = array.shape if isinstance(array, ArrayValue) else None
        held = _held_out(shape[0], keywords) if shape else None
        if not isinstance(array, ArrayValue) or shape is None or held is None:
            parts += [UNKNOWN, UNKNOWN]
        else:
            sizes = (shape[0] - held, held)
            parts += [sound(replace(array, shape=(size, *shape[1:]))) for size in sizes]
    return tuple(parts)


def _held_out(rows: int, keywords: Mapping[str, Value]) -> int | None:
    """As scikit-learn rounds: the held-out part up."""
    test, train = keywords.get("test_size"), keywords.get("train_size")
    if isinstance(train, int | float) and test is None:
        return rows - (train if isinstance(train, int) else int(rows * train))
    size = 0.25 if test is None else test
    if isinstance(size, float) and 0 < size < 1:
        return -int(-rows * size // 1)
    return size if isinstance(size, int) and 0 < size < rows else None


def _reshaped(shape: tuple[int, ...], arguments: Sequence[Value]) -> tuple[int, ...] | None:
    given = (
        arguments[0]
        if len(arguments) == 1 and isinstance(arguments[0], tuple | list)
        else arguments
    )
    sizes = [size for size in given if isinstance(size, int)]
    if not sizes or len(sizes) != len(given) or sizes.count(-1) > 1:
        return None
    total, stated = prod(shape), prod(size for size in sizes if size != -1)
    if -1 in sizes and stated > 0 and total % stated == 0:
        sizes[sizes.index(-1)] = total // stated
    return tuple(sizes) if prod(sizes) == total else None


def _expanded(array: ArrayValue, axis: Value) -> Value:
    if array.shape is None or not isinstance(axis, int) or abs(axis) > len(array.shape) + 1:
        return UNKNOWN
    at = axis if axis >= 0 else len(array.shape) + 1 + axis
    return replace(array, shape=(*array.shape[:at], 1, *array.shape[at:]))


def attribute_of(array: ArrayValue, name: str) -> Value:
    """`shape` and the like."""
    shape = array.shape
    if shape is None:
        return UNKNOWN
    known: dict[str, Value] = {
        "shape": shape,
        "ndim": len(shape),
        "size": prod(shape),
        "values": array,
    }
    if name == "T":
        return replace(array, shape=shape[::-1])
    return known.get(name, UNKNOWN)


def part_of(
    array: ArrayValue, key: ast.expr, evaluate: Callable[[ast.expr | None], Value]
) -> Value:
    """Rows, or an array with a new axis; values lie between the same bounds at most, so they are
    unknown from then on.
    """
    keys = key.elts if isinstance(key, ast.Tuple) else [key]
    if array.shape is None:
        return UNKNOWN
    before, after = _around_ellipsis(keys)
    left, uncut = (
        list(array.shape),
        not any(isinstance(k, ast.Slice) and (k.lower or k.upper) for k in keys),
    )
    shape: list[int] = []
    for one in before:
        if not _take(one, left, shape, evaluate):
            return UNKNOWN
    tail: list[int] = []
    for one in after:
        if not _take(one, left, tail, evaluate):
            return UNKNOWN
    whole = uncut and not any(
        isinstance(evaluate(k), int) for k in keys if not isinstance(k, ast.Slice)
    )
    sizes = (*shape, *left, *tail)
    return ArrayValue(sizes, array.low, array.high) if whole else ArrayValue(sizes)


def _around_ellipsis(keys: Sequence[ast.expr]) -> tuple[Sequence[ast.expr], Sequence[ast.expr]]:
    places = [
        at for at, key in enumerate(keys) if isinstance(key, ast.Constant) and key.value is ...
    ]
    return (keys[: places[0]], keys[places[0] + 1 :]) if places else (keys, ())


def _take(
    key: ast.expr, left: list[int], shape: list[int], evaluate: Callable[[ast.expr | None], Value]
) -> bool:
    """Use up one axis, or add one; whether that could be done."""
    if (isinstance(key, ast.Constant) and key.value is None) or (
        isinstance(key, ast.Attribute) and key.attr == "newaxis"
    ):
        shape.append(1)
        return True
    if not left:
        return False
    if isinstance(key, ast.Slice):
        bounds = [evaluate(bound) if bound else None for bound in (key.lower, key.upper, key.step)]
        if not all(bound is None or isinstance(bound, int) for bound in bounds) or bounds[2] == 0:
            return False
        size = left.pop(0)
        shape.append(len(range(*slice(*bounds).indices(size))))
        return True
    if isinstance(evaluate(key), int):
        left.pop(0)
        return True
    return False


def scaled(kind: ast.operator, array: ArrayValue, other: Value, *, from_left: bool) -> Value:
    """Arithmetic of an array and a number; of two arrays only the shape is known."""
    if isinstance(other, ArrayValue):
        return ArrayValue(array.shape) if array.shape == other.shape and array.shape else UNKNOWN
    if array.shape is None:
        return UNKNOWN
    bounds = [_moved(kind, bound, other, from_left=from_left) for bound in (array.low, array.high)]
    known = [bound for bound in bounds if bound is not None]
    return (
        ArrayValue(array.shape, min(known), max(known))
        if len(known) == 2
        else ArrayValue(array.shape)
    )


def _moved(
    kind: ast.operator, bound: float | None, other: Value, *, from_left: bool
) -> float | None:
    if bound is None or not isinstance(other, int | float) or isinstance(other, bool):
        return None
    match kind:
        case ast.Add():
            return bound + other
        case ast.Mult():
            return bound * other
        case ast.Sub():
            return bound - other if from_left else other - bound
        case ast.Div() if from_left and other:
            return bound / other
        case _:
            return None
