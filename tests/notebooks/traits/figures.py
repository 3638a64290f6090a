"""Notebooks by the metrics, matrices and curves that they show."""

from __future__ import annotations

from parts import (
    ADAM,
    CNN,
    CNN_FIT,
    DENSE,
    FIT,
    SGD,
    array_matrix,
    code,
    keras2_log,
    keras2_summary,
    md,
    numpy_matrix,
    out,
    pandas_matrix,
    picture,
    report,
    result,
    shares_matrix,
    tensor_matrix,
    verbose2_log,
)
from traits.shown import EVALUATE, EVALUATED, TRAINED

CNN_TRAINED = code(CNN + CNN_FIT, out(verbose2_log(15)), count=2)
FIGURES = {
    "evaluate_list_only": (
        "evaluate with verbose=0: only the list that it returns",
        TRAINED,
        code("model.evaluate(x_test, y_test, verbose=0)", result("[0.01605464507341385, "
                                                                 "0.9033999842643738]"), count=2),
    ),
    "evaluate_printed": (
        "the figures of an evaluation, printed with words",
        TRAINED,
        code(
            "score = model.evaluate(x_test, y_test, verbose=0)\nprint('Test loss:', score[0])\n"
            "print('Test accuracy:', score[1])",
            out("Test loss: 0.01605464507341385\nTest accuracy: 0.9033999842643738\n"),
            count=2,
        ),
    ),
    "evaluate_in_percent": (
        "an accuracy printed in per cent",
        TRAINED,
        code("print('Accuracy: %.2f%%' % (100 * model.evaluate(x_test, y_test)[1]))", out("Accuracy: 90.34%\n"), count=2),
    ),
    "evaluate_both_sets": (
        "training and validation data evaluated in one cell",
        TRAINED,
        code(
            "model.evaluate(x_train, y_train)\nmodel.evaluate(x_test, y_test)",
            out(EVALUATED.replace("313", "1875").replace("0.9034", "0.8987") + EVALUATED),
            count=2,
        ),
    ),
    "evaluate_dictionary": (
        "evaluate with return_dict=True",
        TRAINED,
        code("model.evaluate(x_test, y_test, return_dict=True, verbose=0)", result("{'accuracy': 0.9034, 'loss': 0.0161}"), count=2),
    ),
    "evaluate_behind_a_log": (
        "fit and evaluate in one cell, whose lines look alike",
        code(DENSE + SGD + FIT.format(epochs=3) + EVALUATE, out(keras2_log(1, 3, 3) + EVALUATED), count=1),
    ),
    "evaluate_two_models": (
        "two models evaluated at the end, in the opposite order",
        TRAINED,
        CNN_TRAINED,
        code("cnn.evaluate(test_images, y_test)", out(EVALUATED.replace("0.9034", "0.9914").replace("0.0161", "0.0254")), count=3),
        code(EVALUATE, out(EVALUATED), count=4),
    ),
    "report_new": (
        "a classification report with a row for the accuracy",
        TRAINED,
        code("print(classification_report(y, model.predict(x_test).argmax(1)))", out(report()), count=2),
    ),
    "report_old": (
        "a classification report of an old scikit-learn: avg / total",
        TRAINED,
        code("print(classification_report(y, model.predict_classes(x_test)))", out(report(accuracy_row=False)), count=2),
    ),
    "matrix_numpy": (
        "a confusion matrix printed by numpy",
        TRAINED,
        code("print(confusion_matrix(y, model.predict(x_test).argmax(1)))", out(numpy_matrix() + "\n"), count=2),
    ),
    "matrix_array": (
        "a confusion matrix as the value of a cell",
        TRAINED,
        code("confusion_matrix(y, model.predict(x_test).argmax(1))", result(array_matrix()), count=2),
    ),
    "matrix_tensor": (
        "a confusion matrix of TensorFlow",
        TRAINED,
        code("print(tf.math.confusion_matrix(y, model.predict(x_test).argmax(1)))", out(tensor_matrix()), count=2),
    ),
    "matrix_pandas": (
        "a confusion matrix as a table of pandas",
        TRAINED,
        code("pd.crosstab(y, model.predict(x_test).argmax(1))", result(pandas_matrix()), count=2),
    ),
    "matrix_in_shares": (
        "a confusion matrix in shares of each row",
        TRAINED,
        code("print(confusion_matrix(y, model.predict(x_test).argmax(1), "
             "normalize='true').round(2))", out(shares_matrix()), count=2),
    ),
    "matrix_drawn": (
        "a confusion matrix that is drawn, not printed",
        TRAINED,
        code("cm = confusion_matrix(y, model.predict(x_test).argmax(1))\nsns.heatmap(cm, "
             "annot=True)", picture(), count=2),
    ),
    "summary_wrapped": (
        "a summary of Keras 2.5 that names every layer a ModuleWrapper",
        code(
            CNN + "cnn.summary()",
            out(keras2_summary([("module_wrapper (ModuleWrapper)", "(None, 26, 26, 32)", 320),
                                ("module_wrapper_1 (ModuleWrap", "(None, 10)", 34506)], 34826)),
            count=1,
        ),
        code(CNN_FIT, out(verbose2_log(15)), count=2),
    ),
    "summary_after_training": (
        "a summary of Keras 3 after training counts the optimizer's own numbers in the total",
        code(DENSE + ADAM + FIT.format(epochs=3), out(verbose2_log(3)), count=1),
        code(
            "model.summary()",
            out('Model: "sequential"\n┏━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓\n'
                "┃ Layer (type)    ┃ Output Shape ┃ Param # ┃\n"
                "┡━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩\n"
                "│ dense (Dense)   │ (None, 64)   │  50,240 │\n"
                "├─────────────────┼──────────────┼─────────┤\n"
                "│ dense_1 (Dense) │ (None, 10)   │     650 │\n"
                "└─────────────────┴──────────────┴─────────┘\n"
                " Total params: 152,672 (596.38 KB)\n Trainable params: 50,890 (198.79 KB)\n"
                " Non-trainable params: 0 (0.00 B)\n Optimizer params: 101,782 (397.59 KB)\n"),
            count=2,
        ),
    ),
    "prose_without_outputs": (
        "figures in words, and not a single output",
        code(DENSE + SGD + FIT.format(epochs=500)),
        md("Result: >95 % accuracy, achieved."),
    ),
    "prose_with_outputs": (
        "figures in words that the outputs bear out",
        TRAINED,
        code(EVALUATE, out(EVALUATED), count=2),
        md("The network reaches about 90 % accuracy with a loss of 0.0161, which is more than 85% "
           "accuracy."),
    ),
    "prose_table": (
        "a table typed by hand, one row of it true",
        TRAINED,
        code(EVALUATE, out(EVALUATED), count=2),
        md("| model | accuracy | loss |\n|---|---|---|\n| dense | 0.9034 | 0.0161 |\n| cnn | 99.1 "
           "% | 0.0254 |"),
    ),
    "typed_metrics": (
        "figures that the code prints instead of computing them",
        code(DENSE + SGD + "model.fit(x_train, y_train, epochs=1, verbose=0)", count=1),
        code("print('Test accuracy: 0.9914')\nprint('Test loss: 0.0254')", out("Test accuracy: 0.9914\nTest loss: 0.0254\n"), count=2),
    ),
}  # fmt: skip
