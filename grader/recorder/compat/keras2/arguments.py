"""Puts the arguments of Keras 0 to 2 into the words of Keras 3.

Only what Keras would refuse is translated: a name that a function still takes is never touched.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterable
from typing import Any

from ..notes import Notes

Arguments = dict[str, Any]

RENAMED: dict[str, tuple[str, ...]] = {
    "U_regularizer": ("recurrent_regularizer",),
    "W_constraint": ("kernel_constraint", "embeddings_constraint"),
    "W_regularizer": ("kernel_regularizer", "embeddings_regularizer"),
    "atrous_rate": ("dilation_rate",),
    "b_constraint": ("bias_constraint",),
    "b_regularizer": ("bias_regularizer",),
    "beta_init": ("beta_initializer",),
    "bias": ("use_bias",),
    "border_mode": ("padding",),
    "dim_ordering": ("data_format",),
    "dropout_U": ("recurrent_dropout",),
    "dropout_W": ("dropout",),
    "epsilon": ("min_delta",),
    "filter_length": ("kernel_size",),
    "gamma_init": ("gamma_initializer",),
    "init": ("kernel_initializer", "embeddings_initializer"),
    "inner_activation": ("recurrent_activation",),
    "inner_init": ("recurrent_initializer",),
    "input": ("inputs",),
    "lr": ("learning_rate",),
    "max_q_size": ("max_queue_size",),
    "nb_classes": ("num_classes",),
    "nb_epoch": ("epochs",),
    "nb_filter": ("filters",),
    "output": ("outputs",),
    "output_dim": ("units",),
    "p": ("rate",),
    "pool_length": ("pool_size",),
    "sigma": ("stddev",),
    "stride": ("strides",),
    "subsample": ("strides",),
    "subsample_length": ("strides",),
}
"""Old name → today's, the first that the function takes."""
DROPPED = {
    "class_mode",
    "consume_less",
    "implementation",
    "max_q_size",
    "max_queue_size",
    "mode",
    "nb_worker",
    "pickle_safe",
    "sample_weight_mode",
    "schedule_decay",
    "show_accuracy",
    "target_tensors",
    "theano_mode",
    "use_multiprocessing",
    "workers",
}
"""Arguments without which everything works as it did."""
ORDERINGS = {"tf": "channels_last", "th": "channels_first", "default": None}
MODEL_METHODS = ("compile", "evaluate", "fit", "predict")
LAYERS = (
    "Activation",
    "AlphaDropout",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GRU",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling2D",
    "LSTM",
    "LeakyReLU",
    "MaxPooling1D",
    "MaxPooling2D",
    "PReLU",
    "SeparableConv2D",
    "SimpleRNN",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "UpSampling2D",
    "ZeroPadding2D",
)


def install(keras: Any, notes: Notes) -> None:
    """Teach layers, models and their methods the old words."""
    from keras.src.backend.tensorflow.trainer import TensorFlowTrainer
    from keras.src.models.functional import Functional
    from keras.src.models.model import Model

    for name in LAYERS:
        if "__init__" in vars(getattr(keras.layers, name)):
            teach(getattr(keras.layers, name), "__init__", notes, label=name, also=batch_shape)
    teach(Functional, "__init__", notes, label="Model")
    Model.__new__ = staticmethod(_taught_new(Model.__new__))
    for name in MODEL_METHODS:
        teach(TensorFlowTrainer, name, notes, label=f"model.{name}", also=whole_steps)
    teach(keras.callbacks.ReduceLROnPlateau, "__init__", notes, label="ReduceLROnPlateau")
    teach(keras.utils, "to_categorical", notes, label="to_categorical")


def teach(
    owner: Any,
    name: str,
    notes: Notes,
    *,
    label: str,
    also: Callable[[Arguments, Notes], None] | None = None,
) -> None:
    """Let the function `name` of `owner`, a module or class, take old arguments; `also` changes the
    named ones first.
    """
    owner = next((kind for kind in getattr(owner, "__mro__", ()) if name in vars(kind)), owner)
    stock = vars(owner)[name]
    signature = inspect.signature(stock)
    takes = {
        parameter.name
        for parameter in signature.parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD
    }

    @functools.wraps(stock)
    def taught(*args: Any, **kwargs: Any) -> Any:
        if also is not None:
            also(kwargs, notes)
        if not takes.issuperset(kwargs):
            translate(kwargs, takes, label=label, notes=notes)
        return stock(*args, **kwargs)

    taught.__signature__ = signature  # type: ignore[attr-defined]
    setattr(owner, name, taught)


def translate(kwargs: Arguments, takes: Iterable[str], *, label: str, notes: Notes) -> None:
    """Rename and drop what is old in `kwargs`, of a function that `takes` these names."""
    takes = set(takes)
    if "kernel_size" in takes and {"nb_row", "nb_col"} <= set(kwargs):
        kwargs["kernel_size"] = (kwargs.pop("nb_row"), kwargs.pop("nb_col"))
        notes.used(f"{label}(nb_row=…, nb_col=…)", f"{label}(kernel_size=(…, …))")
    for old in [name for name in kwargs if name not in takes]:
        new = next(
            (name for name in RENAMED.get(old, ()) if name in takes and name not in kwargs), None
        )
        if new is not None:
            value = kwargs.pop(old)
            kwargs[new] = ORDERINGS.get(value, value) if old == "dim_ordering" else value
            notes.used(f"{label}({old}=…)", f"{label}({new}=…)")
        elif old in DROPPED:
            del kwargs[old]
            notes.used(f"{label}({old}=…)", "leave the argument out")


def batch_shape(kwargs: Arguments, notes: Notes) -> None:
    """`batch_input_shape=(None, 784)` names the input's shape with its batch."""
    shape = kwargs.get("batch_input_shape")
    if isinstance(shape, (tuple, list)) and len(shape) > 1:
        del kwargs["batch_input_shape"]
        kwargs["input_shape"] = tuple(shape[1:])
        notes.used("layer(batch_input_shape=…)", "keras.Input(shape=…) as the first layer")


def whole_steps(kwargs: Arguments, notes: Notes) -> None:
    """Steps that were divided with `/` are rounded up, as older versions did."""
    for name in ("steps_per_epoch", "validation_steps", "steps"):
        value = kwargs.get(name)
        if isinstance(value, float) and math.isfinite(value):
            kwargs[name] = math.ceil(value)
            if not value.is_integer():
                notes.used(f"{name} with a fraction", f"{name}=n // batch_size")


def _taught_new(stock: Any) -> Any:
    """`Model(input=…, output=…)` decides before `__init__` what kind of model it makes."""

    @functools.wraps(stock)
    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        if "input" in kwargs and "output" in kwargs:
            kwargs = {**kwargs, "inputs": kwargs.pop("input"), "outputs": kwargs.pop("output")}
        return stock(cls, *args, **kwargs)

    return new
