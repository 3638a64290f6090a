"""What a kernel sends that means no harm: every kind of event, with all that it may hold."""

from __future__ import annotations

import json
from typing import Any

LAYERS = [
    {
        "class_name": "Flatten",
        "name": "f",
        "config": {},
        "output_shape": [None, 64],
        "parameters": 0,
    },
    {
        "class_name": "Dense",
        "name": "d",
        "config": {"units": 32, "activation": "relu"},
        "parameters": 2080,
    },
    {
        "class_name": "Dropout",
        "name": "o",
        "config": {"rate": 0.5},
        "output_shape": [None, 32],
        "parameters": 0,
    },
    {
        "class_name": "Conv2D",
        "name": "c",
        "config": {"filters": 8, "kernel_size": [3, 3]},
        "parameters": 80,
    },
    {
        "class_name": "Dense",
        "name": "e",
        "config": {"units": 10, "activation": "softmax"},
        "parameters": 330,
    },
]
ARCHITECTURE = {
    "class_name": "Sequential",
    "config": {
        "name": "s",
        "layers": [
            {
                "module": "keras.layers",
                "class_name": "InputLayer",
                "config": {"batch_shape": [None, 8, 8]},
            },
            {"module": "keras.layers", "class_name": "Flatten", "config": {"name": "flatten"}},
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"units": 10, "activation": "softmax"},
            },
        ],
        "build_input_shape": [None, 8, 8],
    },
}
X = {
    "key": "x",
    "shape": [1200, 8, 8],
    "dtype": "float32",
    "minimum": 0.0,
    "maximum": 1.0,
    "kind": "array",
}
Y = {**X, "key": "y", "shape": [1200]}
EVENTS: list[dict[str, Any]] = [
    {"event": "kernel_ready", "python": "3.11"},
    {
        "event": "fit_started",
        "run": 1,
        "execution_count": 1,
        "model": {
            "model_id": 1,
            "class_name": "Sequential",
            "layers": LAYERS,
            "parameters": 2410,
            "trainable_parameters": 2410,
            "architecture": json.dumps(ARCHITECTURE),
        },
        "compiled": {
            "optimizer": "Adam",
            "optimizer_config": {"learning_rate": 0.001, "momentum": 0.0},
            "loss": "sparse_categorical_crossentropy",
            "loss_config": {"from_logits": False, "label_smoothing": 0.1},
            "metrics": ["accuracy"],
            "metric_meanings": {"acc": "accuracy"},
        },
        "epochs": 20,
        "initial_epoch": 0,
        "batch_size": 32,
        "steps_per_epoch": None,
        "x": X,
        "y": Y,
        "val_x": {**X, "key": "val_x", "shape": [597, 8, 8]},
        "val_y": {**Y, "key": "val_y", "shape": [597]},
        "validation_split": 0.1,
        "starts_from": None,
        "starts_elsewhere": False,
        "taken_from": [],
        "still_unknown": 0.0,
        "within": None,
        "switches": ["an own optimizer"],
        "way": "fit",
    },
    {"event": "rows_seen", "run": 1, "x": {**X, "kind": "pieces"}},
    {
        "event": "epoch_finished",
        "run": 1,
        "epoch": 0,
        "logs": {"loss": 1.0, "accuracy": 0.5, "val_accuracy": 0.6},
        "state": "0" * 64,
    },
    {
        "event": "epoch_finished",
        "run": 1,
        "epoch": 1,
        "logs": {"loss": 0.5, "accuracy": 0.9, "val_accuracy": 0.9},
        "state": "1" * 64,
    },
    {
        "event": "fit_finished",
        "run": 1,
        "history": {
            "loss": [1.0, 0.5],
            "accuracy": [0.5, 0.9],
            "val_accuracy": [0.6, 0.9],
            "val_loss": [1.0, 0.6],
        },
        "epochs_run": 2,
        "wall_s": 1.0,
        "stopped_by_grader": False,
        "error": None,
        "weights_changed": True,
        "weights_moved": 0.5,
    },
    {"event": "state_saved", "run": 1, "state": "0" * 64},
    {"event": "state_used", "run": 1, "state": "0" * 64},
    {
        "event": "training_asked",
        "run": 1,
        "start": "fresh",
        "after": None,
        "start_digest": "0" * 32,
        "optimizer": "new",
        "settings": {
            "shuffle": True,
            "validation_freq": 1,
            "class_weight": {"1": 2.0},
            "metrics": [{"name": "acc", "kind": "accuracy", "config": {"threshold": 0.5}}],
            "callbacks": [{"class_name": "EarlyStopping", "config": {"monitor": "loss"}}],
            "rates": [0.1, 0.01],
            "every_epoch": False,
        },
        "stops_after": None,
        "figures_only": False,
    },
    {
        "event": "step_kept",
        "run": 1,
        "epoch": 1,
        "step": 7,
        "own": [],
        "reaction": None,
        "learning_rate": 0.001,
        "by_gradients": False,
        "untried": "",
        "further": True,
        "bytes_a_weight": 0.0,
    },
    {
        "event": "weights_set",
        "run": 1,
        "times": 1,
        "epochs": 1,
        "distance": 1.5,
        "path": 1.0,
        "of_run": None,
    },
    {"event": "begun_with", "run": 1, "as_drawn": True, "steps": 3},
    {
        "event": "evaluated",
        "model_id": 1,
        "run": 1,
        "x": X,
        "results": {"loss": 0.5, "accuracy": 0.9},
        "state": "",
    },
    {
        "event": "predicted",
        "model_id": 1,
        "run": 1,
        "x": X,
        "output_shape": [597, 10],
        "state": "1" * 64,
    },
    {
        "event": "figure_shown",
        "title": "accuracy",
        "axes": [
            {
                "title": "accuracy",
                "lines": [
                    {"label": "train", "values": [0.5, 0.9]},
                    {"label": "val", "values": [0.6, 0.9]},
                ],
                "grids": [
                    {"key": "g", "shape": [10, 10], "kind": "image"},
                    {"key": "p", "shape": [8, 8], "kind": "image"},
                ],
                "texts": [str(number) for number in range(100)],
            }
        ],
    },
    {"event": "notice", "kind": "package_missing", "message": "no such package"},
    {"event": "recorder_fault", "traceback": "Traceback …"},
]
