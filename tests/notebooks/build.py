"""Writes the corpus: small notebooks, one trait each, explained in the first cell.

    python tests/notebooks/build.py

The files are committed; a test fails where they and this script have drifted apart.
"""

from __future__ import annotations

import json
from pathlib import Path

from live import DRAWN, ELSEWHERE, OLD, OTHER_DATA, TRAINING
from parts import (
    ADAM,
    CNN,
    CNN_FIT,
    DENSE,
    FIT,
    SGD,
    array_matrix,
    code,
    error,
    keras1_log,
    keras2_log,
    keras2_summary,
    keras3_log,
    md,
    notebook,
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
from seed_like import seed_like

FOLDER = Path(__file__).parent
TRAINED = code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1)
CNN_TRAINED = code(CNN + CNN_FIT, out(verbose2_log(15)), count=2)
EVALUATE = "model.evaluate(x_test, y_test)"
EVALUATED = (
    "313/313 [==============================] - 0s 396us/step - loss: 0.0161 - accuracy: 0.9034\n"
)
PLOT = "plt.plot(history.history['{0}'])\nplt.plot(history.history['val_{0}'])\nplt.show()"

LOGS = {
    "log_keras_1": (
        "a progress log of Keras 1: whole seconds, acc and val_acc, nb_epoch, np_utils",
        code(
            "from keras.utils import np_utils\ny_train = np_utils.to_categorical(y_train)\n"
            + DENSE
            + SGD
            + "history = model.fit(x_train, y_train, nb_epoch=4, verbose=1, "
              "validation_data=(x_test, y_test))",
            out(keras1_log(4)),
            count=3,
        ),
    ),
    "log_keras_2": ("a progress log of Keras 2", code(DENSE + SGD + FIT.format(epochs=5), out(keras2_log(1, 5, 5)), count=1)),
    "log_tensorflow_1": (
        "a progress log of TensorFlow 1.14 and 2.0, per sample",
        code(DENSE + SGD + FIT.format(epochs=5), out(keras2_log(1, 5, 5, step="us/sample")), count=1),
    ),
    "log_keras_3_colours": (
        "coloured bars of Keras 3 with backspaces and carriage returns",
        code(DENSE + SGD + FIT.format(epochs=5), out(keras3_log(5)), count=1),
    ),
    "log_verbose_2": ("one line an epoch", code(DENSE + SGD + FIT.format(epochs=5), out(verbose2_log(5)), count=1)),
    "log_cut_in_the_middle": (
        "a log of 500 epochs whose beginning is gone and which stops in the middle of a number",
        code(DENSE + SGD + FIT.format(epochs=500), out(keras2_log(240, 260, 500)[200:-3]), count=1),
    ),
    "log_split_over_outputs": (
        "a log in several outputs, split inside of lines, with warnings in between",
        code(
            DENSE + SGD + FIT.format(epochs=4),
            out(keras2_log(1, 4, 4)[:150]),
            out("WARNING: something\n", "stderr"),
            out(keras2_log(1, 4, 4)[150:333]),
            out(keras2_log(1, 4, 4)[333:]),
            count=1,
        ),
    ),
    "log_interrupted": (
        "a training of 500 epochs that the student interrupted in the fourth",
        code(
            DENSE + SGD + FIT.format(epochs=500),
            out(keras2_log(1, 3, 500) + "Epoch 4/500\n120/469 [=====>........] - ETA: 1s - loss: "
                                        "0.0300 - accuracy: 0.5000"),
            error("KeyboardInterrupt"),
            count=1,
        ),
    ),
    "log_as_table": (
        "a history shown as a table instead of a log",
        code(
            DENSE + SGD + FIT.format(epochs=3) + "pd.DataFrame(history.history)",
            result("     loss  accuracy  val_loss  val_accuracy\n0  0.0500    0.5000    0.0510    "
                   "    0.5100\n"
                   "1  0.0400    0.6000    0.0410        0.6100\n2  0.0300    0.7000    0.0310    "
                   "    0.7100"),
            count=1,
        ),
    ),
    "log_of_a_tape": (
        "a loop with GradientTape that prints its own epochs",
        code(
            DENSE + "opt = keras.optimizers.SGD()\nloss_fn = keras.losses.MeanSquaredError()", count=1
        ),
        code(
            "for epoch in range(3):\n    for x, y in batches:\n        with tf.GradientTape() as "
            "tape:\n"
            "            loss = loss_fn(y, model(x))\n        grads = tape.gradient(loss, "
            "model.trainable_weights)\n"
            "        opt.apply_gradients(zip(grads, model.trainable_weights))\n"
            "    print(f'Epoch {epoch + 1}, Loss: {loss}, Accuracy: {acc}, Val Accuracy: {val}')",
            out("".join(f"Epoch {n}, Loss: 0.{9 - n}, Accuracy: 0.{5 + n}, Val Accuracy: "
                        f"0.{4 + n}\n" for n in (1, 2, 3))),
            count=2,
        ),
    ),
    "log_silent": (
        "trained with verbose=0; only the evaluation speaks",
        code(DENSE + SGD + "model.fit(x_train, y_train, epochs=500, verbose=0)", count=1),
        code(EVALUATE, out(EVALUATED), result("[0.0161, 0.9034]"), count=2),
    ),
    "log_of_folds": (
        "three folds in one cell: one call of fit in the code, three logs",
        code(
            "def make():\n    " + DENSE.replace("\n", "\n    ").rstrip() + "\n    " + SGD + "    return model\n"
            "for train, test in kfold.split(x, y):\n    m = make()\n    m.fit(x[train], y[train], "
            "epochs=2)",
            out(keras2_log(1, 2, 2) * 3),
            count=1,
        ),
    ),
}  # fmt: skip

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

ORDER = {
    "order_by_counts": (
        (
            "a cell that recompiles with Adam stands between the SGD compile and its fit, but ran "
            "before both"
        ),
        code(DENSE, count=1),
        code(SGD, count=3),
        code(ADAM, count=2),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=4),
    ),
    "order_counts_repeated": (
        "two cells carry the same count, so that the document's order is taken",
        code(DENSE, count=1),
        code(SGD, count=1),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
    ),
    "order_counts_lost": (
        "outputs without any counts",
        code(DENSE),
        code(SGD),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3))),
        code(EVALUATE, out(EVALUATED)),
        code(ADAM + FIT.format(epochs=9)),
    ),
    "order_never_run": (
        "a training that was written and never run, after one that was",
        TRAINED,
        code(CNN + CNN_FIT),
    ),
    "order_nothing_run": (
        "a notebook whose outputs and counts were cleared",
        code(DENSE + SGD + FIT.format(epochs=500)),
    ),
}

WAYS = {
    "way_functional": (
        "the functional API, all names the student's own",
        code(
            "from tensorflow.keras.layers import Input, Dense\nfrom tensorflow.keras.models "
            "import Model\na = Input(shape=(784,))\n"
            "b = Dense(64, activation='sigmoid')(a)\nc = Dense(10, activation='softmax')(b)\nnetz "
            "= Model(inputs=a, outputs=c)\n"
            "netz.compile(loss='mse', optimizer=tf.keras.optimizers.SGD(learning_rate=0.01), "
            "metrics=['acc'])\n"
            "verlauf = netz.fit(x, y, epochs=3, batch_size=128)",
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_subclass": (
        "a model class of the student's own",
        code(
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.one = keras.layers.Dense(64, activation='sigmoid')\n"
            "        self.two = keras.layers.Dense(10, activation='softmax')\n"
            "    def call(self, x):\n        return self.two(self.one(x))\nmodel = Net()\n"
            + SGD
            + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_in_a_function": (
        "model and training in functions, with arguments",
        code(
            "def build(units, optimizer):\n    net = keras.Sequential()\n    "
            "net.add(keras.Input((28 * 28,)))\n"
            "    net.add(keras.layers.Dense(units, activation='sigmoid'))\n    "
            "net.add(keras.layers.Dense(10))\n"
            "    net.add(keras.layers.Activation('softmax'))\n    net.compile(optimizer, 'mse', "
            "['accuracy'])\n    return net\n"
            "def train(net, epochs=1):\n    return net.fit(x, y, epochs=epochs, batch_size=128)",
            count=1,
        ),
        code("h1 = train(build(64, 'sgd'), epochs=3)", out(keras2_log(1, 3, 3)), count=2),
        code("h2 = train(build(units=64, optimizer='adam'), 2)", out(keras2_log(1, 2, 2)), count=3),
    ),
    "way_one_name": (
        "every model is called model, every history history",
        code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
        code(PLOT.format("loss"), picture(), count=2),
        code(CNN.replace("cnn", "model") + FIT.format(epochs=15), out(verbose2_log(15)), count=3),
        code(PLOT.format("accuracy"), picture(), count=4),
        code(EVALUATE, out(EVALUATED), count=5),
    ),
    "way_layers_in_a_loop": (
        "layers added in a loop over a list",
        code(
            "model = keras.Sequential()\nfor filters in [32, 64]:\n"
            "    model.add(keras.layers.Conv2D(filters, 3, activation='relu'))\n    "
            "model.add(keras.layers.MaxPooling2D())\n"
            "model.add(keras.layers.Flatten())\nmodel.add(keras.layers.Dropout(rate=0.5))\n"
            "model.add(keras.layers.Dense(10, 'softmax'))\n"
            "model.compile('adam', keras.losses.SparseCategoricalCrossentropy(), metrics=['acc'])\n"
            + FIT.format(epochs=15),
            out(verbose2_log(15)),
            count=1,
        ),
    ),
    "way_wrapper": (
        "KerasClassifier of the scikit-learn wrappers",
        code(
            "from keras.wrappers.scikit_learn import KerasClassifier\ndef make():\n    "
            + DENSE.replace("\n", "\n    ")
            + SGD
            + "    return model\nclf = KerasClassifier(build_fn=make, epochs=3, batch_size=128)\n"
            "clf.fit(x_train, y_train)",
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_several_fits": (
        "one model trained in three cells",
        code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=2),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=3),
    ),
    "way_batches": (
        "train_on_batch in a loop, the figures printed",
        code(
            DENSE
            + SGD
            + "for epoch in range(1, 4):\n    for x, y in batches:\n        loss, acc = "
            "model.train_on_batch(x, y)\n"
            "    print('Epoch', epoch, 'loss:', loss, 'acc:', acc)",
            out(
                "Epoch 1 loss: 0.07 acc: 0.5\nEpoch 2 loss: 0.06 acc: 0.6\nEpoch 3 loss: 0.05 "
                "acc: 0.7\n"
            ),
            count=1,
        ),
    ),
    "way_magics": (
        "Colab's magics, shell lines, a bare pip install, and a print of Python 2",
        code(
            "%tensorflow_version 2.x\n!pip install -q keras\npip install seaborn\nfiles = !ls\n"
            "%matplotlib inline",
            count=1,
        ),
        code(
            "%%time\n" + DENSE + SGD + 'print "compiled"\n' + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=2,
        ),
    ),
    "way_old_layers": (
        "layers and arguments of Keras 1: Convolution2D(32, 3, 3), output_dim, lr",
        code(
            "from keras.layers.core import Dense, Dropout, Activation, Flatten\n"
            "from keras.layers.convolutional import Convolution2D, MaxPooling2D\nmodel = "
            "Sequential()\n"
            "model.add(Convolution2D(32, 3, 3, border_mode='valid', input_shape=(28, 28, 1)))\n"
            "model.add(Activation('relu'))\n"
            "model.add(MaxPooling2D(pool_size=(2, 2)))\nmodel.add(Convolution2D(64, 3, 3, "
            "activation='relu'))\n"
            "model.add(MaxPooling2D())\nmodel.add(Flatten())\nmodel.add(Dropout(0.5))\n"
            "model.add(Dense(output_dim=10))\n"
            "model.add(Activation('softmax'))\nmodel.compile(Adam(lr=1e-3), "
            "'categorical_crossentropy')\n"
            "model.fit(x, y, 128, nb_epoch=15)",
            out(keras1_log(15)),
            count=1,
        ),
    ),
    "near_relu": (
        "ReLU where sigmoid was asked for",
        code(
            DENSE.replace("sigmoid", "relu") + SGD + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "near_momentum": (
        "SGD with momentum where plain SGD was asked for",
        code(
            DENSE
            + "model.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss='mse')\n"
            + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "near_no_dropout": (
        "the CNN without its dropout",
        code(
            CNN.replace("    keras.layers.Dropout(0.5),\n", "") + CNN_FIT,
            out(verbose2_log(15)),
            count=1,
        ),
    ),
    "far_autoencoder": (
        "an autoencoder answers none of the roles",
        code(
            DENSE.replace("Dense(10", "Dense(784") + SGD + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "curves_in_a_function": (
        "learning curves drawn by a function of the student's",
        TRAINED,
        code(
            "def draw(h, name):\n    plt.plot(h.history[name])\n    plt.plot(h.history['val_' + "
            "name])\n    plt.show()",
            count=2,
        ),
        code("draw(history, 'loss')", picture(), count=3),
    ),
    "curves_by_pandas": (
        "learning curves drawn from a data frame",
        TRAINED,
        code(
            "pd.DataFrame(history.history).plot(figsize=(8, 5))\nplt.grid(True)", picture(), count=2
        ),
    ),
    "curves_without_picture": (
        "code that plots, and no picture below it",
        TRAINED,
        code(PLOT.format("loss"), count=2),
    ),
}

OVERFITTING = md(
    "### Question 3: overfitting\n\nDoes the model show any indication of overfitting? Why, or "
    "why not?"
)
ANSWERS = {
    "answer_below": (
        "an answer where it belongs",
        OVERFITTING,
        md("Both curves stay together."),
        md("### Evaluate the model"),
        md("Not part of it."),
    ),
    "answer_two_questions": (
        "one paragraph answers two questions that are asked together",
        md("QUESTION 3: Does the model show any indication of overfitting? Why/No?\n\n"
           "QUESTION 4: How do the accuracy and loss compare to the previous model? What can you "
           "infer from this comparison?"),
        md("No overfitting, and the figures are a good deal better than before."),
    ),
    "answer_as_heading": (
        "an answer typed as a heading",
        OVERFITTING,
        md("# No, there is no overfitting because both of the curves end at the same height"),
    ),
    "answer_on_the_line": (
        "an answer on the question's own line",
        md("Question 3: Does the model show any indication of overfitting? Why, or why not? "
           "Hardly, the two lines touch."),
    ),
    "answer_in_a_comment": (
        "an answer in a comment of a code cell",
        OVERFITTING,
        code("# There is no overfitting here, since the validation loss\n# falls together with "
             "the training loss.\nx = 1", count=1),
    ),
    "answer_printed": (
        "an answer that the code prints",
        OVERFITTING,
        code('print("The model is not overfitting, because the validation loss falls as the '
             'training loss does.")', count=1),
    ),
    "answer_in_a_code_cell": (
        "prose in a cell that should have been text",
        OVERFITTING,
        code("I think that it doesn't overfit, the curves never part from each other.", error("SyntaxError"), count=1),
    ),
    "answer_numbers_repeated": (
        "the comment on the matrix stands under the heading Question 3, which was used before",
        OVERFITTING,
        md("The lines run together, so it doesn't."),
        md("TODO 3\n\nDisplay the confusion matrix for your classifier, and comment on what the "
           "confusion matrix shows."),
        code("confusion_matrix(y, p)", count=1),
        md("Question 3"),
        md("The diagonal is strong. Digit 5 is misclassified most."),
    ),
    "answer_unlabelled": (
        "an answer under no question, told by what it speaks of",
        md("## Training"),
        md("One sees that the hidden layer has most of the parameters, 50,240, and the output "
           "layer only 650."),
    ),
    "answer_numbered_at_the_end": (
        "all answers at the end, numbered",
        md("# My answers"),
        md("1) The training set is for learning, the validation set for testing on images it has "
           "not seen."),
        md("3) There is no overfitting, the gap between training and validation stays small."),
        md("4) The CNN is better than the dense network, with a higher accuracy."),
    ),
    "answer_placeholder": (
        "placeholders that nobody replaced",
        OVERFITTING,
        md("*Your answer here*"),
        md("### Question 4: comparing the models\n\nHow do accuracy and loss compare with the "
           "previous model?"),
        md("TODO"),
        md("### Question 2: reading the summary\n\nWhat does the summary show: the inputs, the "
           "hidden layer, the parameter counts,"
           " the output layer?"),
        md("**Answer:**"),
    ),
    "answer_short": ("one word is an answer", OVERFITTING, md("No.")),
    "answer_numbers_alone": (
        "a number without the question's words or topic proves nothing",
        md("Question 3"),
        md("The weather was nice."),
    ),
}  # fmt: skip

SIMPLE = notebook(md("PLACE"), TRAINED)


def with_id(cell, cell_id):
    """The cell with an id."""
    return {**cell, "id": cell_id}


def old_format():
    """A notebook of format 3."""
    printed = {
        "output_type": "stream",
        "stream": "stdout",
        "text": keras1_log(2).splitlines(keepends=True),
    }
    returned = {
        "output_type": "pyout",
        "prompt_number": 5,
        "text": ["[0.0161, 0.9034]"],
        "metadata": {},
    }
    return {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["file_format_3: worksheets of IPython 2"]},
                    {"cell_type": "code", "collapsed": False, "language": "python", "metadata": {}, "prompt_number": 4,
                     "input": (DENSE + SGD + FIT.format(epochs=2)).splitlines(keepends=True), "outputs": [printed]},
                    {"cell_type": "code", "language": "python", "metadata": {}, "prompt_number": 5,
                     "input": [EVALUATE], "outputs": [returned]},
                ],
                "metadata": {},
            }
        ],
    }  # fmt: skip


def conflict():
    """A notebook in the middle of a merge."""
    lines = (
        dumped(notebook(md("file_conflict: unresolved markers of git"), TRAINED))
        .decode()
        .splitlines()
    )
    at = next(number for number, line in enumerate(lines) if '"execution_count": 1' in line)
    theirs = lines[at].replace("1", "2")
    return "\n".join(
        [
            *lines[:at],
            "<<<<<<< HEAD",
            lines[at],
            "=======",
            theirs,
            ">>>>>>> more-epochs",
            *lines[at + 1 :],
        ]
    ).encode()


def dumped(document):
    """The bytes of a notebook's file."""
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


FILES = {
    "file_format_3": dumped(old_format()),
    "file_conflict": conflict(),
    "file_byte_order_mark": b"\xef\xbb\xbf"
    + dumped(notebook(md("file_byte_order_mark: saved by an editor of Windows"), TRAINED)),
    "file_no_kernel": dumped(
        notebook(md("file_no_kernel: neither kernelspec nor language_info"), TRAINED, metadata={})
    ),
    "file_duplicate_ids": dumped(
        notebook(
            with_id(md("file_duplicate_ids: two cells share an id"), "a"),
            with_id(TRAINED, "b"),
            with_id(code(EVALUATE, out(EVALUATED), count=2), "b"),
            nbformat_minor=5,
        )
    ),
    "file_extra_keys": dumped(
        notebook(
            md("file_extra_keys: keys that the format does not know"),
            {**TRAINED, "colab": {"height": 1}},
            colab={"x": 1},
        )
    ),
    "bad_language": dumped(
        notebook(
            md("bad_language: a notebook for R"),
            code("x <- 1"),
            metadata={"kernelspec": {"name": "ir", "language": "R"}},
        )
    ),
    "bad_empty": b"",
    "bad_no_json": b"import keras\nmodel = keras.Sequential()\n",
    "bad_cut_off": dumped(notebook(md("bad_cut_off: an upload that broke off"), TRAINED))[:60],
    "bad_no_notebook": b'{"explanation": "bad_no_notebook: JSON, but no notebook"}\n',
}


def corpus() -> dict[str, bytes]:
    """Every file by its name, without `.ipynb`."""
    files = dict(FILES)
    files["seed_like"] = dumped(seed_like())
    for group in (LOGS, FIGURES, ORDER, WAYS, ANSWERS, OLD, ELSEWHERE, TRAINING, OTHER_DATA, DRAWN):
        for name, (explanation, *cells) in group.items():
            files[name] = dumped(notebook(md(f"{name}: {explanation}."), *cells))
    return files


if __name__ == "__main__":
    for name, content in corpus().items():
        (FOLDER / f"{name}.ipynb").write_bytes(content)
