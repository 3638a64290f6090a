"""The notebook with the structure, cell order, execution counts, quirks and figures of the founding
submission.
"""

from __future__ import annotations

from parts import code, keras2_summary, md, notebook, out, picture, report, result
from seed_like_texts import ADAM_END, ADAM_MIDDLE, ADAM_TABLE, BASELINE_END, CNN_LOG, KEYS, PLOT

CELLS = (
    md(
        "seed_like: the structure, order, counts and quirks of the founding submission, its "
        "figures among the outputs."
    ),
    md("## PART 1 - Dense network"),
    md("First everything that is needed."),
    code(
        "import numpy as np\nimport matplotlib.pyplot as plt\nimport seaborn as sns\nimport "
        "keras\nfrom keras import layers\n"
        "from keras.datasets import mnist\nfrom sklearn.metrics import confusion_matrix, "
        "classification_report",
        count=88,
    ),
    md("The data"),
    code("(X_train_raw, y_train_raw), (X_valid_raw, y_valid) = mnist.load_data()", count=75),
    code(
        "print(X_train_raw.shape, X_valid_raw.shape)",
        out("(60000, 28, 28) (10000, 28, 28)\n"),
        count=76,
    ),
    code("print(y_train_raw.shape, y_valid.shape)", out("(60000,) (10000,)\n"), count=77),
    md("QUESTION 1: What are the training arrays and the validation arrays for?"),
    md(
        "With the first pair the network is fitted. The second pair is kept back to see how it "
        "does on digits it has never met."
    ),
    md("A look at the first digit"),
    code("plt.imshow(X_train_raw[0], cmap='gray')\nplt.show()", picture(), count=89),
    code("print(X_train_raw.min(), X_train_raw.max())", out("0 255\n"), count=78),
    md("How many classes are there?"),
    code("num_classes = 10", count=79),
    code("print(len(np.unique(y_train_raw)))", out("10\n"), count=90),
    md("Every image becomes a row of 784 numbers."),
    code(
        "X_training = X_train_raw.reshape(60000, 784)\nX_validation = X_valid_raw.reshape(10000, "
        "784)",
        count=80,
    ),
    code("print(X_training.shape)", out("(60000, 784)\n"), count=81),
    md("The numbers become small."),
    code(
        "X_training = X_training.astype('float32') / 255\nX_validation = "
        "X_validation.astype('float32') / 255",
        count=82,
    ),
    code("print(X_training.max())", out("1.0\n"), count=83),
    md("The labels become vectors."),
    code(
        "Y_training = keras.utils.np_utils.to_categorical(y_train_raw, num_classes)\n"
        "y_validation = keras.utils.np_utils.to_categorical(y_valid, num_classes)",
        count=91,
    ),
    code("print(Y_training.shape)", out("(60000, 10)\n"), count=84),
    md("The network"),
    code(
        "model = keras.Sequential()\nmodel.add(layers.Dense(units=64, activation='sigmoid', "
        "input_shape=(784,)))\n"
        "model.add(layers.Dense(units=num_classes, activation='softmax'))",
        count=92,
    ),
    code(
        "model.summary()",
        out(
            keras2_summary(
                [("dense_8 (Dense)", "(None, 64)", 50240), ("dense_9 (Dense)", "(None, 10)", 650)],
                50890,
            )
        ),
        count=95,
    ),
    md(
        "QUESTION 2: What does the summary show about inputs, hidden layer, parameter counts and "
        "output layer?"
    ),
    md(
        "784 pixels enter, the hidden layer has 64 units with 50,240 parameters, the output layer "
        "has 10 units and 650 more."
    ),
    md("Configure the model"),
    code(
        "model.compile(\n    loss='mean_squared_error',\n    optimizer='sgd',\n    "
        "metrics=['accuracy'])",
        count=99,
    ),
    md("(OPTIONAL) TODO 2\n\nTry a different loss and a different optimizer."),
    md("With another metric"),
    code(
        "model.compile(\n    loss='mean_squared_error',\n    optimizer='adam',\n    "
        "metrics=[keras.metrics.AUC()])",
        count=47,
    ),
    md("With another loss"),
    code(
        "model.compile(\n    loss='categorical_crossentropy',\n    optimizer='adam',\n    "
        "metrics=['accuracy'])",
        count=48,
    ),
    md("With both"),
    code(
        "model.compile(\n    loss='categorical_crossentropy',\n    optimizer='adam',\n    "
        "metrics=['MeanSquaredError'])",
        count=49,
    ),
    md("Fit the model"),
    code(
        "batch_size=128\nepochs=500\nhistory = model.fit(\n    X_training, # training data\n    "
        "Y_training, # training targets\n"
        "    epochs=epochs,\n    batch_size=batch_size,\n    validation_data=(X_validation, "
        "y_validation))",
        out(BASELINE_END),
        count=100,
    ),
    code(PLOT, KEYS, picture(), picture(), count=101),
    md(
        "QUESTION 3: Does the model show any indication of overfitting? Why/No?\n\n"
        "QUESTION 4: How do the accuracy and loss compare to the previous model? What can you "
        "infer from this comparison?"
    ),
    md(
        "The loss lines get flat after roughly epoch 300, so the training has converged. I see no "
        "overfitting: on the validation"
        " set the curve does the same as on the training set, the model generalizes well."
    ),
    md("Evaluate the model"),
    code(
        "model.evaluate(X_validation, y_validation)",
        out(
            "313/313 [==============================] - 0s 396us/step - loss: 0.0161 - accuracy: "
            "0.9040\n"
        ),
        result("[0.01605464507341385, 0.9033999842643738]"),
        count=102,
    ),
    md(
        "TODO 3\n\nWrite code to display the confusion matrix for your classifier and comment on "
        "the insights such confusion"
        " matrix provides.\n\nSee this for an example."
    ),
    code(
        "sns.heatmap(confusion_matrix(y_valid, model.predict_classes(X_validation)), annot=True, "
        "fmt='d')\nplt.show()",
        picture(),
        count=103,
    ),
    md("Question 3"),
    md(
        "From the matrix one reads how each digit fares. Index 0 is done well, 956 of the 980 "
        "zeros are classified right. Index 5"
        " is the weak one: of 892 samples 738 are on the diagonal."
    ),
    md("(OPTIONAL) TODO 4\n\nWrite code to display 10 cases where the classifier makes mistakes."),
    md("Different optimizer Adam (OPTIONAL Questions)"),
    code(
        "batch_size=128\nepochs=1000\nmodel.compile(\n    loss='mean_squared_error',\n    "
        "optimizer='adam',\n"
        "    metrics=['accuracy'])",
        count=107,
    ),
    code(
        "history = model.fit(X_training, Y_training, epochs=epochs, batch_size=batch_size,\n"
        "                    validation_data=(X_validation, y_validation))",
        out("Epoch 1/1000\n" + ADAM_TABLE),
        out("Some warning of a library\n", "stderr"),
        out(ADAM_MIDDLE[:-14]),
        out(ADAM_END),
        count=108,
    ),
    code(PLOT, KEYS, picture(), picture(), count=109),
    code(
        "print(classification_report(y_valid, model.predict_classes(X_validation)))",
        out(report()),
        count=111,
    ),
    code(
        "model.evaluate(X_validation, y_validation)",
        out(
            "313/313 [==============================] - 1s 40ms/step - loss: 0.0047 - accuracy: "
            "0.9717\n"
        ),
        result("[0.0046610351574012, 0.971700012683684]"),
        count=112,
    ),
    md(
        "An optimizer decides how weights and learning rate are changed to bring the loss down. "
        "With this one it goes quicker."
    ),
    md("PART 2 - Convolutional neural network (CNN) architecture"),
    code(
        "input_shape = (28, 28, 1)\nmodel = keras.Sequential([\n    "
        "layers.InputLayer(input_shape),\n"
        "    layers.Conv2D(32, kernel_size=(3, 3), activation='relu'),\n    "
        "layers.MaxPooling2D(pool_size=(2, 2)),\n"
        "    layers.Conv2D(64, kernel_size=(3, 3), activation='relu'),\n    "
        "layers.MaxPooling2D(pool_size=(2, 2)),\n"
        "    layers.Flatten(),\n    layers.Dropout(0.5),\n    layers.Dense(num_classes, "
        "activation='softmax'),\n])\n"
        "model.summary()",
        out(
            keras2_summary(
                [
                    ("module_wrapper_0 (ModuleWrap", "(None, 26, 26, 32))", 320),
                    ("module_wrapper_1 (ModuleWrap", "(None, 13, 13, 32))", 0),
                    ("module_wrapper_2 (ModuleWrap", "(None, 11, 11, 64))", 18496),
                    ("module_wrapper_3 (ModuleWrap", "(None, 5, 5, 64))", 0),
                    ("module_wrapper_4 (ModuleWrap", "(None, 1600))", 0),
                    ("module_wrapper_5 (ModuleWrap", "(None, 1600))", 0),
                    ("module_wrapper_6 (ModuleWrap", "(None, 10))", 16010),
                ],
                34826,
            )
        ),
        count=113,
    ),
    md("Configure model"),
    code(
        "model.compile(\n    loss='categorical_crossentropy',\n    optimizer='adam',\n    "
        "metrics=['accuracy'])",
        count=114,
    ),
    md("Prepare the data\n\nHere the images stay images, they are not made flat."),
    code(
        "(X_train, y_train), (X_valid, y_valid) = mnist.load_data()\n"
        "y_train = keras.utils.np_utils.to_categorical(y_train, num_classes)\n"
        "y_validation = keras.utils.np_utils.to_categorical(y_valid, num_classes)\n"
        "X_train_cnn = np.expand_dims(X_train.astype('float32') / 255, -1)\n"
        "X_valid_cnn = np.expand_dims(X_valid.astype('float32') / 255, -1)\n"
        "print('x_train_shape:', X_train_cnn.shape)\nprint(X_train_cnn.shape[0], 'train samples')",
        out("x_train_shape: (60000, 28, 28, 1)\n60000 train samples\n"),
        count=116,
    ),
    md("Train!"),
    code(
        "batch_size=128\nepochs=15\n\nhistory = model.fit(X_train_cnn, y_train, "
        "batch_size=batch_size, epochs=epochs,\n"
        "                        validation_data=(X_valid_cnn, y_validation))",
        out(CNN_LOG),
        count=117,
    ),
    md("Plot learning curves"),
    code(PLOT, KEYS, picture(), picture(), count=118),
    md("Evaluate the model"),
    code(
        "model.evaluate(X_valid_cnn, y_validation)",
        out(
            "313/313 [==============================] - 1s 2ms/step - loss: 0.0254 - accuracy: "
            "0.9914\n"
        ),
        result("[0.02536826767027378, 0.991400003432275]"),
        count=119,
    ),
    md("Conf Matrix"),
    code(
        "def confMatrix():\n    plt.figure(figsize=(15, 10))\n"
        "    sns.heatmap(confusion_matrix(y_valid, model.predict_classes(X_valid_cnn)), "
        "annot=True, fmt='d')\n"
        "    plt.title('Conf Matrix')\n    plt.show()\nconfMatrix()",
        picture(),
        count=124,
    ),
    code(
        "print(model.predict_classes(X_valid_cnn))\nprint(y_valid)\n"
        "print(classification_report(y_valid, model.predict_classes(X_valid_cnn)))",
        out(
            "[7 2 1 ... 4 5 6]\n[7 2 1 ... 4 5 6]\n"
            + report().replace("0.90     10000", "0.99     10000")
        ),
        count=120,
    ),
    md(
        "QUESTION 4: How do the accuracy and loss compare to the previous model?What can you "
        "infer from this comparison?\n\n"
        "The curves and the matrix show that the results went from 90% to 99%. The deeper model "
        "also needs far fewer epochs, so it"
        " was done sooner than the other one. Overfitting may still be an issue, I keep an eye on "
        "it."
    ),
)


def seed_like():
    """The whole notebook."""
    return notebook(*CELLS)
