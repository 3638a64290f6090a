"""What the notebooks of the corpus must show as they were saved."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shows:
    """What one notebook must show; what is left out is not looked at."""

    roles: dict[str, tuple[int, int]] | None = None
    """By role, epochs run and asked for; no other roles may be answered."""
    runs: int | None = None
    claims: dict[str, dict[str, float]] = field(default_factory=dict)
    """By role, what the run is claimed to reach."""
    history: dict[str, int] = field(default_factory=dict)
    """By role, how many epochs its history has."""
    differences: dict[str, str] = field(default_factory=dict)
    matrices: int | None = None
    curves: set[tuple[str, str]] | None = None
    """Role and metric."""
    evaluated: set[str] | None = None
    """Roles that were evaluated."""
    summaries: int | None = None
    unsupported: int = 0
    """How many claims nothing bears out."""
    answers: dict[str, str] | None = None
    """By question, how its answer begins; no other questions may be answered."""
    foreign: dict[str, str] | None = None
    """By kind, a word of what is said of code that this assignment is not about; nothing else may
    be.
    """
    repairs: tuple[str, ...] = ()
    error: str | None = None


TWO_EPOCHS = {"baseline": (2, 2)}
THREE_EPOCHS = {"baseline": (3, 3)}
TRUE = {"val_loss": 0.0161, "val_accuracy": 0.9034}
BOTH_LOSSES = {("baseline", "loss"), ("baseline", "val_loss")}
ALL_CURVES = {("baseline", name) for name in ("loss", "accuracy", "val_loss", "val_accuracy")}

CORPUS = {
    "seed_like": Shows(
        roles={"baseline": (500, 500), "adam": (999, 1000), "cnn": (15, 15)},
        runs=3,
        claims={
            "baseline": {"val_loss": 0.0161, "val_accuracy": 0.9034},
            "adam": {"val_loss": 0.0047, "val_accuracy": 0.9717},
            "cnn": {"val_loss": 0.0254, "val_accuracy": 0.9914},
        },
        curves={(role, name) for role in ("baseline", "adam", "cnn") for name in ("loss", "accuracy", "val_loss", "val_accuracy")},
        matrices=2,
        summaries=2,
        evaluated={"baseline", "adam", "cnn"},
        answers={
            "q1": "With the first pair the network is fitted.",
            "q2": "784 pixels enter, the hidden layer has 64 units",
            "q3": "The loss lines get flat after roughly epoch 300",
            "todo3": "From the matrix one reads how each digit fares.",
            "q4": "The curves and the matrix show that the results went from 90% to 99%.",
        },
    ),
    "log_keras_1": Shows(roles={"baseline": (4, 4)}, history={"baseline": 4}, claims={"baseline": {"accuracy": 0.76, "val_accuracy": 0.7634}}),
    "log_keras_2": Shows(roles={"baseline": (5, 5)}, history={"baseline": 5}),
    "log_tensorflow_1": Shows(roles={"baseline": (5, 5)}, history={"baseline": 5}),
    "log_keras_3_colours": Shows(roles={"baseline": (5, 5)}, history={"baseline": 5}, claims={"baseline": {"accuracy": 0.7833}}),
    "log_verbose_2": Shows(roles={"baseline": (5, 5)}, history={"baseline": 5}),
    "log_cut_in_the_middle": Shows(roles={"baseline": (259, 500)}, claims={"baseline": {"val_accuracy": 0.9007}}),
    "log_split_over_outputs": Shows(roles={"baseline": (4, 4)}, history={"baseline": 4}),
    "log_interrupted": Shows(roles={"baseline": (3, 500)}, history={"baseline": 3}),
    "log_as_table": Shows(roles=THREE_EPOCHS, history={"baseline": 3}, claims={"baseline": {"val_accuracy": 0.71}}),
    "log_of_a_tape": Shows(roles=THREE_EPOCHS, history={"baseline": 3}, claims={"baseline": {"accuracy": 0.8, "val_accuracy": 0.7}}),
    "log_silent": Shows(roles={"baseline": (500, 500)}, claims={"baseline": TRUE}, evaluated={"baseline"}),
    "log_of_folds": Shows(runs=3, roles={"baseline": (2, 2)}),
    "evaluate_list_only": Shows(roles=THREE_EPOCHS, claims={"baseline": TRUE}, evaluated={"baseline"}),
    "evaluate_printed": Shows(roles=THREE_EPOCHS, claims={"baseline": TRUE}, evaluated={"baseline"}),
    "evaluate_in_percent": Shows(claims={"baseline": {"val_accuracy": 0.9034}}, evaluated={"baseline"}),
    "evaluate_both_sets": Shows(claims={"baseline": {**TRUE, "accuracy": 0.8987}}, evaluated={"baseline"}),
    "evaluate_dictionary": Shows(claims={"baseline": TRUE}, evaluated={"baseline"}),
    "evaluate_behind_a_log": Shows(history={"baseline": 3}, claims={"baseline": TRUE}, evaluated={"baseline"}),
    "evaluate_two_models": Shows(
        roles={"baseline": (3, 3), "cnn": (15, 15)},
        claims={"baseline": TRUE, "cnn": {"val_loss": 0.0254, "val_accuracy": 0.9914}},
        evaluated={"baseline", "cnn"},
    ),
    "report_new": Shows(claims={"baseline": {"val_accuracy": 0.7284}}, evaluated={"baseline"}),
    "report_old": Shows(evaluated={"baseline"}),
    "matrix_numpy": Shows(matrices=1),
    "matrix_array": Shows(matrices=1),
    "matrix_tensor": Shows(matrices=1),
    "matrix_pandas": Shows(matrices=1),
    "matrix_in_shares": Shows(matrices=1),
    "matrix_drawn": Shows(matrices=1),
    "summary_wrapped": Shows(roles={"cnn": (15, 15)}, summaries=1, differences={"cnn": ""}),
    "summary_after_training": Shows(roles={"adam": (3, 3)}, summaries=1, differences={"adam": ""}),
    "prose_without_outputs": Shows(roles={}, runs=0, unsupported=1),
    "prose_with_outputs": Shows(unsupported=0),
    "prose_table": Shows(unsupported=1),
    "typed_metrics": Shows(roles={"baseline": (1, 1)}, claims={"baseline": {}}, evaluated=set(), unsupported=1),
    "order_by_counts": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "order_counts_repeated": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "order_counts_lost": Shows(runs=1, roles=THREE_EPOCHS, claims={"baseline": TRUE}),
    "order_never_run": Shows(runs=1, roles=THREE_EPOCHS),
    "order_nothing_run": Shows(runs=0, roles={}),
    "way_functional": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "way_subclass": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "way_in_a_function": Shows(roles={"baseline": (3, 3), "adam": (2, 2)}, differences={"baseline": "", "adam": ""}),
    "way_one_name": Shows(
        roles={"baseline": (3, 3), "cnn": (15, 15)},
        curves={("baseline", "loss"), ("baseline", "val_loss"), ("cnn", "accuracy"), ("cnn", "val_accuracy")},
        claims={"cnn": TRUE},
        evaluated={"cnn"},
    ),
    "way_layers_in_a_loop": Shows(roles={"cnn": (15, 15)}, differences={"cnn": ""}),
    "way_wrapper": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "way_several_fits": Shows(runs=3, roles=THREE_EPOCHS),
    "way_batches": Shows(runs=1, roles=THREE_EPOCHS, history={"baseline": 3}),
    "way_magics": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}),
    "way_old_layers": Shows(roles={"cnn": (15, 15)}, differences={"cnn": ""}, history={"cnn": 15}),
    "near_relu": Shows(roles=THREE_EPOCHS, differences={"baseline": "relu instead of sigmoid in "
                                                                    "the hidden layer"}),
    "near_momentum": Shows(roles=THREE_EPOCHS, differences={"baseline": "SGD with momentum 0.9 "
                                                                        "instead of plain SGD"}),
    "near_no_dropout": Shows(roles={"cnn": (15, 15)}, differences={"cnn": "no Dropout layer"}),
    "far_autoencoder": Shows(runs=1, roles={}),
    "curves_in_a_function": Shows(curves=BOTH_LOSSES),
    "curves_by_pandas": Shows(curves=ALL_CURVES),
    "curves_without_picture": Shows(curves=set()),
    "answer_below": Shows(answers={"q3": "Both curves stay together."}),
    "answer_two_questions": Shows(answers=dict.fromkeys(("q3", "q4"), "No overfitting, and the "
                                                                      "figures are a good deal "
                                                                      "better")),
    "answer_as_heading": Shows(answers={"q3": "# No, there is no overfitting because"}),
    "answer_on_the_line": Shows(answers={"q3": "Hardly, the two lines touch."}),
    "answer_in_a_comment": Shows(answers={"q3": "There is no overfitting here, since the "
                                                "validation loss\nfalls"}),
    "answer_printed": Shows(answers={"q3": "The model is not overfitting, because"}),
    "answer_in_a_code_cell": Shows(answers={"q3": "I think that it doesn't overfit"}),
    "answer_numbers_repeated": Shows(answers={"q3": "The lines run together", "todo3": "The diagonal is strong."}),
    "answer_unlabelled": Shows(answers={"q2": "One sees that the hidden layer"}),
    "answer_numbered_at_the_end": Shows(answers={"q1": "The training set is", "q3": "There is no overfitting", "q4": "The CNN is better"}),
    "answer_placeholder": Shows(answers={}),
    "answer_short": Shows(answers={"q3": "No."}),
    "answer_numbers_alone": Shows(answers={}),
    "file_format_3": Shows(roles={"baseline": (2, 2)}, claims={"baseline": TRUE}, repairs=("old notebook format 3",)),
    "file_conflict": Shows(roles=THREE_EPOCHS, repairs=("git conflicts",)),
    "file_byte_order_mark": Shows(roles=THREE_EPOCHS, repairs=("byte-order mark",)),
    "file_no_kernel": Shows(roles=THREE_EPOCHS, repairs=("does not name its kernel",)),
    "file_duplicate_ids": Shows(roles=THREE_EPOCHS, claims={"baseline": TRUE}, repairs=("repeats the id",)),
    "file_extra_keys": Shows(roles=THREE_EPOCHS, repairs=("does not know",)),
    "bad_language": Shows(error="a notebook for R"),
    "bad_empty": Shows(error="the file is empty"),
    "bad_no_json": Shows(error="not valid JSON"),
    "bad_cut_off": Shows(error="ends too early"),
    "bad_no_notebook": Shows(error="has no cells"),
}  # fmt: skip
LIVE = {
    "old_np_utils": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "old_arguments": Shows(roles=THREE_EPOCHS, differences={"baseline": ""}, history={"baseline": 3}),
    "old_predict_classes": Shows(roles=TWO_EPOCHS, claims={"baseline": {"val_accuracy": 0.9034}}, evaluated={"baseline"}),
    "old_fit_generator": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "old_history_acc": Shows(roles=TWO_EPOCHS, curves={("baseline", "accuracy"), ("baseline", "val_accuracy")}),
    "old_wrapper": Shows(roles={"baseline": (1, 1)}, differences={"baseline": ""}),
    "old_file_names": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "old_convolution": Shows(roles={"cnn": (1, 1)}, differences={"cnn": ""}),
    "old_input_data": Shows(roles=TWO_EPOCHS),
    "old_fetch_mldata": Shows(
        roles={"adam": (3, 3)},
        differences={"adam": "relu instead of sigmoid in the hidden layer; log_loss instead of "
                             "mean_squared_error"},
    ),
    "old_graph": Shows(runs=0, foreign={"other_framework": "tf.placeholder"}),
    "colab_drive": Shows(roles=TWO_EPOCHS, foreign={}),
    "colab_upload": Shows(roles=TWO_EPOCHS),
    "colab_sample_data": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "shell_installs": Shows(roles=TWO_EPOCHS),
    "kaggle_csv": Shows(roles={"baseline": (1, 1)}, differences={"baseline": ""}),
    "package_decorates": Shows(roles=TWO_EPOCHS),
    "package_missing": Shows(roles=TWO_EPOCHS),
    "package_tfds": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "train_on_batches": Shows(roles=TWO_EPOCHS, history={"baseline": 2}),
    "train_on_test_batches": Shows(runs=1, roles={"baseline": (0, 0)}),
    "train_by_tape": Shows(roles=THREE_EPOCHS, history={"baseline": 3}),
    "train_by_eager_tape": Shows(runs=1, roles={"adam": (0, 0)}),
    "train_thrown_away": Shows(roles=TWO_EPOCHS, claims={"baseline": {"val_accuracy": 0.6701}}),
    "train_several_fits": Shows(runs=3, roles=TWO_EPOCHS),
    "train_one_name": Shows(
        roles={"baseline": (2, 2), "adam": (2, 2)},
        curves={(role, name) for role in ("baseline", "adam") for name in ("loss", "val_loss")},
    ),
    "train_functional": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "train_subclassed": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "train_perceptron": Shows(roles=THREE_EPOCHS, claims={"baseline": {"val_accuracy": 0.31}}, evaluated={"baseline"}),
    "train_ready_made": Shows(roles=TWO_EPOCHS),
    "train_pytorch": Shows(roles={}, foreign={"other_framework": "PyTorch"}),
    "data_fashion": Shows(roles=TWO_EPOCHS, foreign={"other_dataset": "Fashion-MNIST"}),
    "data_cifar": Shows(runs=0, foreign={"other_dataset": "CIFAR-10"}),
    "data_named_mnist": Shows(roles={"baseline": (1, 1)}, foreign={}),
    "data_subset": Shows(roles=TWO_EPOCHS, differences={"baseline": ""}),
    "data_npz_elsewhere": Shows(roles=TWO_EPOCHS),
    "draw_curves": Shows(curves=BOTH_LOSSES),
    "draw_heatmap": Shows(roles=TWO_EPOCHS, matrices=1),
    "draw_imshow": Shows(roles=TWO_EPOCHS, matrices=1),
    "draw_display": Shows(roles=TWO_EPOCHS, matrices=1),
    "draw_tensorflow": Shows(roles=TWO_EPOCHS, matrices=0),
    "draw_printed": Shows(roles=TWO_EPOCHS, matrices=0),
    "draw_transposed": Shows(roles=TWO_EPOCHS, matrices=1),
    "draw_shares": Shows(roles=TWO_EPOCHS, matrices=1),
    "draw_mistakes": Shows(roles=TWO_EPOCHS, matrices=0),
}  # fmt: skip
"""Those that `test_executed.py` runs, too."""
CORPUS |= LIVE
