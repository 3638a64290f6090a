"""What running the notebooks of the corpus must give."""

from __future__ import annotations

from dataclasses import dataclass, field

from traits.drawn import DRAWN


@dataclass(frozen=True)
class Gives:
    """What running one notebook must give; what is left out is not looked at."""

    runs: tuple[tuple[str | None, str, int], ...] = ()
    """Role, optimizer and epochs of every training."""
    reported: tuple[str, ...] = ()
    """What the report tells, each a part of one notice."""
    errors: tuple[str, ...] = ()
    """With which the cells end that can't run here."""
    observations: tuple[tuple[str, str], ...] = ()
    """Integrity findings: kind, and a part of the message."""
    curves: tuple[tuple[str | None, str], ...] = ()
    """Role and metric."""
    differences: tuple[str, ...] = ()
    """Of the last run from what was asked."""
    history: dict[str, int] = field(default_factory=dict)
    """By metric, how many values the last run has."""


SGD2 = (("baseline", "SGD", 2),)
FEW = ("trained on 1,000 of the 60,000 training examples",)
SERVED = "mnist.npz was served"
OLD_STACK = "is not part of today's stack"

CORPUS = {
    "old_np_utils": Gives(SGD2, reported=("keras.utils.np_utils is not", "keras.layers.core is not")),
    "old_arguments": Gives(
        (("baseline", "SGD", 3),),
        reported=("Dense(output_dim=…)", "Dense(init=…)", "SGD(lr=…)", "SGD(decay=…)", "model.fit(nb_epoch=…)"),
    ),
    "old_predict_classes": Gives(SGD2, reported=("model.predict_classes(x)", "model.predict_proba(x)")),
    "old_fit_generator": Gives(SGD2, reported=("model.fit_generator(…)", "keras.preprocessing.image.ImageDataGenerator")),
    "old_history_acc": Gives(
        SGD2,
        reported=("history['acc']", "history['val_acc']"),
        curves=(("baseline", "accuracy"), ("baseline", "val_accuracy")),
    ),
    "old_wrapper": Gives((("baseline", "SGD", 1),), reported=("keras.wrappers.scikit_learn is not",)),
    "old_file_names": Gives(
        SGD2, reported=("ModelCheckpoint('best-{epoch:02d}.hdf5')", "saving to 'weights'", "monitor='val_acc'")
    ),
    "old_convolution": Gives(
        (("cnn", "Adam", 1),),
        reported=("Convolution2D(n, 3, 3)",),
        differences=("trained on 200 of the 60,000 training examples",),
    ),
    "old_input_data": Gives(
        SGD2,
        reported=("tensorflow.examples.tutorials no longer exists. Today: (x_train",),
        errors=("ModuleNotFoundError",),
        observations=(("package_missing", "tensorflow.examples.tutorials"),),
    ),
    "old_fetch_mldata": Gives((("adam", "Adam", 3),), reported=("fetch_mldata", "MNIST original was served")),
    "old_graph": Gives(reported=("graph mode of TensorFlow 1",), observations=(("other_framework", "graph mode"),)),
    "colab_drive": Gives(SGD2, reported=("`%tensorflow_version 2.x` was not run", "`!nvidia-smi` was not", "google.colab is not")),
    "colab_upload": Gives(SGD2, errors=("FileNotFoundError",)),
    "colab_sample_data": Gives(SGD2, reported=("mnist_train_small.csv is not here",), history={"val_loss": 2}),
    "shell_installs": Gives(
        SGD2, reported=("`!pip install -q keras", "`%pip install seaborn`", "`%pip install plotly`", "`!wget https://example.org")
    ),
    "kaggle_csv": Gives(
        (("baseline", "SGD", 1),),
        reported=("train.csv is not here; the assignment's own images", "test.csv is not here"),
        differences=("trained on 4,200 of the 60,000 training examples",),
    ),
    "package_decorates": Gives(
        SGD2, reported=tuple(f"The package {name} is not installed" for name in ("livelossplot", "visualkeras", "wandb"))
    ),
    "package_missing": Gives(
        SGD2,
        reported=("The package jax is imported but not installed here.",),
        errors=("ModuleNotFoundError",),
        observations=(("package_missing", "jax"),),
    ),
    "package_tfds": Gives(SGD2, reported=("tensorflow_datasets handed out",)),
    "train_on_batches": Gives(SGD2, curves=(("baseline", "loss"),), history={"loss": 2}),
    "train_on_test_batches": Gives(
        (("baseline", "SGD", 0),),
        observations=(("trained_on_test", "At least 600 of the rows trained on in cell 3"),),
        history={"loss": 20, "accuracy": 20},
    ),
    "train_by_tape": Gives((("baseline", "SGD", 3),), history={"loss": 3, "val_loss": 3}),
    "train_by_eager_tape": Gives(
        (("adam", "Adam", 2),),
        observations=(("trained_on_test", "At least 300 of the rows"),),
        curves=(("adam", "loss"), ("adam", "val_loss")),
    ),
    "train_thrown_away": Gives(SGD2, differences=FEW, history={"loss": 2, "val_accuracy": 2}),
    "train_several_fits": Gives(
        ((None, "SGD", 2), (None, "SGD", 2), ("baseline", "SGD", 2)), curves=(("baseline", "loss"),)
    ),
    "train_one_name": Gives(
        (("baseline", "SGD", 2), ("adam", "Adam", 2)),
        curves=(("baseline", "loss"), ("baseline", "val_loss"), ("adam", "loss"), ("adam", "val_loss")),
    ),
    "train_functional": Gives(SGD2, differences=FEW),
    "train_subclassed": Gives(SGD2, differences=FEW),
    "train_perceptron": Gives((("baseline", "SGD", 3),), history={"loss": 3}),
    "train_ready_made": Gives(SGD2, observations=(("head_start", ("it was trained before, in another way "
                                                           "or elsewhere")),)),
    "train_pytorch": Gives(
        reported=("The notebook uses PyTorch (torch)", "The package torch is imported"),
        errors=("ModuleNotFoundError", "NameError"),
        observations=(("other_framework", "PyTorch"), ("package_missing", "torch")),
    ),
    "data_fashion": Gives(
        reported=("The notebook loads Fashion-MNIST, which is not the data of this assignment.",),
        errors=("OSError", "NameError"),
        observations=(("other_dataset", "Fashion-MNIST"),),
    ),
    "data_cifar": Gives(
        reported=("The notebook loads CIFAR-10",), errors=("OSError",), observations=(("other_dataset", "CIFAR-10"),)
    ),
    "data_named_mnist": Gives(
        (("baseline", "SGD", 1),),
        observations=(("other_data", "0 are rows of the assignment's data: they look like Fashion-MNIST."),),
    ),
    "data_subset": Gives(SGD2, differences=FEW),
    "data_npz_elsewhere": Gives(SGD2, reported=("mnist.npz is not here",), differences=FEW),
    "draw_curves": Gives(SGD2, curves=tuple(("baseline", name) for name in ("loss", "val_loss", "accuracy", "val_accuracy"))),
    **{name: Gives(SGD2) for name in DRAWN if name != "draw_curves"},
}  # fmt: skip
MATRICES = {
    "draw_heatmap": "The confusion matrix shown is the one that we measured.",
    "draw_imshow": "The confusion matrix shown is the one that we measured.",
    "draw_display": "The confusion matrix shown is the one that we measured.",
    "draw_tensorflow": "The confusion matrix shown is the one that we measured.",
    "draw_printed": "The confusion matrix shown is the one that we measured.",
    "draw_transposed": "Its rows are the predicted classes and its columns the true ones.",
    "draw_shares": "It shows shares instead of counts, of each true class.",
}
ROWS = {
    "kaggle_csv": (4200, 0),
    "colab_sample_data": (1800, 0),
    "package_tfds": (1200, 0),
    "old_convolution": (200, 0),
    "old_fetch_mldata": (500, 0),
    "train_on_batches": (1000, 0),
    "train_on_test_batches": (600, 600),
    "train_by_tape": (1000, 0),
    "train_by_eager_tape": (0, 300),
    "data_subset": (1000, 0),
    "data_named_mnist": (0, 0),
}
"""How many of the rows that were looked at are the assignment's, and how many held-out ones."""
