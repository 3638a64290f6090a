"""Pieces that the notebooks of the corpus are made of: cells, outputs, logs as Keras prints
them.
"""

from __future__ import annotations

PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def md(text):
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(source, *outputs, count=None):
    """A code cell."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": list(outputs),
        "execution_count": count,
    }


def out(text, name="stdout"):
    """What was printed."""
    return {"output_type": "stream", "name": name, "text": text}


def result(text):
    """The value of the last line."""
    data = {"text/plain": text}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def picture():
    """A figure, one pixel large."""
    data = {"image/png": PIXEL, "text/plain": "<Figure size 432x288 with 1 Axes>"}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def error(name, value="stopped"):
    """A traceback."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": [f"\x1b[0;31m{name}\x1b[0m: {value}"],
    }


def notebook(*cells, **changes):
    """A whole notebook."""
    return {"cells": list(cells), "metadata": PYTHON, "nbformat": 4, "nbformat_minor": 4, **changes}


DENSE = """model = keras.Sequential([
    keras.layers.Dense(64, activation="sigmoid", input_shape=(784,)),
    keras.layers.Dense(10, activation="softmax"),
])
"""
SGD = 'model.compile(optimizer="sgd", loss="mean_squared_error", metrics=["accuracy"])\n'
ADAM = 'model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])\n'
FIT = (
    "history = model.fit(x_train, y_train, batch_size=128, epochs={epochs}, "
    "validation_data=(x_test, y_test))\n"
)
CNN = """cnn = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    keras.layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
    keras.layers.MaxPooling2D(pool_size=(2, 2)),
    keras.layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
    keras.layers.MaxPooling2D(pool_size=(2, 2)),
    keras.layers.Flatten(),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(10, activation="softmax"),
])
cnn.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
"""
CNN_FIT = (
    "h = cnn.fit(images, y_train, batch_size=128, epochs=15, validation_data=(test_images, "
    "y_test))\n"
)


def figures(epoch):
    """Plausible metrics of an epoch: loss, accuracy, val_loss, val_accuracy."""
    fall = 1 / (1 + epoch)
    return 0.016 + 0.07 * fall, 0.9 - 0.7 * fall, 0.0161 + 0.07 * fall, 0.9034 - 0.7 * fall


def keras1_log(epochs):
    """Keras 1: whole seconds, `acc`."""
    lines = []
    for epoch in range(1, epochs + 1):
        loss, acc, val_loss, val_acc = figures(epoch)
        lines.append(f"Epoch {epoch}/{epochs}")
        lines.append(
            f"60000/60000 [==============================] - 3s - loss: {loss:.4f} - acc: {acc:.4f}"
            f" - val_loss: {val_loss:.4f} - val_acc: {val_acc:.4f}"
        )
    return "\n".join(["Train on 60000 samples, validate on 10000 samples", *lines]) + "\n"


def keras2_log(first, last, total, *, step="us/step"):
    """Keras 2: `469/469 [====] - 0s 714us/step`."""
    lines = []
    for epoch in range(first, last + 1):
        loss, accuracy, val_loss, val_accuracy = figures(epoch)
        lines.append(f"Epoch {epoch}/{total}")
        lines.append(
            f"469/469 [==============================] - 0s 714{step} - loss: {loss:.4f} - "
            f"accuracy: {accuracy:.4f}"
            f" - val_loss: {val_loss:.4f} - val_accuracy: {val_accuracy:.4f}"
        )
    return "\n".join(lines) + "\n"


def keras3_log(epochs, *, updates=(1, 200)):
    """Keras 3: coloured bars that overwrite themselves, with backspaces and carriage returns."""
    text = ""
    for epoch in range(1, epochs + 1):
        loss, accuracy, val_loss, val_accuracy = figures(epoch)
        text += f"Epoch {epoch}/{epochs}\n"
        for step in updates:
            shown = (
                f"\x1b[1m{step:3d}/469\x1b[0m \x1b[32m━━\x1b[0m\x1b[37m━━━━\x1b[0m "
                f"\x1b[1m2s\x1b[0m 5ms/step"
            )
            text += f"{shown} - accuracy: 0.1250 - loss: 2.4015" + "\b" * 60 + "\r"
        text += (
            f"\x1b[1m469/469\x1b[0m \x1b[32m━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m1s\x1b[0m 2ms/step"
            f" - accuracy: {accuracy:.4f} - loss: {loss:.4f} - val_accuracy: {val_accuracy:.4f} - "
            f"val_loss: {val_loss:.4f}\n"
        )
    return text


def verbose2_log(epochs):
    """One line an epoch."""
    text = ""
    for epoch in range(1, epochs + 1):
        loss, accuracy, val_loss, val_accuracy = figures(epoch)
        text += (
            f"Epoch {epoch}/{epochs}\n469/469 - 1s - 2ms/step - accuracy: {accuracy:.4f} - loss: "
            f"{loss:.4f}"
            f" - val_accuracy: {val_accuracy:.4f} - val_loss: {val_loss:.4f}\n"
        )
    return text


def keras2_summary(rows, total):
    """The table of Keras 1 and 2."""
    bar = "_" * 65
    body = f"\n{bar}\n".join(f"{name:<29}{shape:<26}{count:<10}" for name, shape, count in rows)
    return (
        f'Model: "sequential"\n{bar}\nLayer (type)                 Output Shape              '
        f"Param #   \n{'=' * 65}\n"
        f"{body}\n{'=' * 65}\nTotal params: {total:,}\nTrainable params: {total:,}\nNon-trainable "
        f"params: 0\n{bar}\n"
    )


def report(*, accuracy_row=True, decimals=2):
    """A classification report of ten digits."""
    supports = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
    recalls = (0.98, 0.98, 0.88, 0.89, 0.92, 0.82, 0.94, 0.91, 0.87, 0.88)
    lines = [f"{'':>12}  precision    recall  f1-score   support", ""]
    lines += [
        f"{label:>12}       0.90      {recall:.{decimals}f}      0.90      {support}"
        for label, (recall, support) in enumerate(zip(recalls, supports, strict=True))
    ]
    if accuracy_row:
        lines += ["", f"{'accuracy':>12}                           0.90     10000"]
        lines += [
            "   macro avg       0.90      0.90      0.90     10000",
            "weighted avg       0.90      0.90      0.90     10000",
        ]
    else:
        lines += ["", " avg / total       0.90      0.90      0.90     10000"]
    return "\n".join(lines) + "\n"


MATRIX = [
    [950 - 10 * row if row == column else (row + column) % 4 for column in range(10)]
    for row in range(10)
]


def numpy_matrix():
    """As numpy prints it."""
    rows = [" ".join(f"{value:4d}" for value in row) for row in MATRIX]
    return "[[" + "]\n [".join(rows) + "]]"


def array_matrix():
    """As a cell shows an array."""
    rows = [", ".join(f"{value:4d}" for value in row) for row in MATRIX]
    return "array([[" + "],\n       [".join(rows) + "]])"


def tensor_matrix():
    """As TensorFlow prints it."""
    return f"tf.Tensor(\n{numpy_matrix()}, shape=(10, 10), dtype=int32)\n"


def pandas_matrix():
    """As pandas prints it, with names of the axes."""
    head = "Predicted " + " ".join(f"{label:>4}" for label in range(10))
    rows = [
        f"{label:<10}" + " ".join(f"{value:>4}" for value in row)
        for label, row in enumerate(MATRIX)
    ]
    return "\n".join([head, "Actual", *rows]) + "\n"


def shares_matrix():
    """Row by row in shares."""
    rows = [" ".join(f"{value / sum(row):.2f}" for value in row) for row in MATRIX]
    return "[[" + "]\n [".join(rows) + "]]"
