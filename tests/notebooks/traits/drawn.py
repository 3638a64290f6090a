"""Notebooks that draw curves, matrices and mistakes."""

from __future__ import annotations

from parts import code, out, picture, verbose2_log
from traits.pieces import COMPILE, DATA, FIT, NET

QUICK = (
    "model.compile(optimizer=keras.optimizers.SGD(5.0), loss='mean_squared_error', "
    "metrics=['accuracy'])\n"
    "model.fit(x_train[:2000], y_train_cat[:2000], epochs=2, batch_size=20, verbose=0)\n"
    "predicted = model.predict(x_test, verbose=0).argmax(axis=1)"
)
"""A network good enough for a matrix with something on its diagonal."""
MATRIX_DATA = (
    DATA,
    code(
        "import matplotlib.pyplot as plt\nfrom sklearn.metrics import confusion_matrix\n"
        + NET
        + QUICK,
        count=2,
    ),
)
DRAWN = {
    "draw_curves": (
        "learning curves, loss in one figure and accuracy in per cent in the other",
        DATA,
        code(NET + COMPILE + FIT, out(verbose2_log(2)), count=2),
        code(
            "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1, 2)\nfor name in "
            "('loss', 'val_loss'):\n    a.plot(history.history[name], label=name)\n"
            "for name in ('accuracy', 'val_accuracy'):\n    b.plot([100 * v for v in "
            "history.history[name]], label=name)\nplt.show()",
            picture(),
            count=3,
        ),
    ),
    "draw_heatmap": (
        "a confusion matrix as seaborn's heatmap",
        *MATRIX_DATA,
        code("import seaborn as sns\nsns.heatmap(confusion_matrix(y_test, predicted), annot=True, "
             "fmt='d')\nplt.show()", picture(), count=3),
    ),
    "draw_imshow": (
        "a confusion matrix drawn with imshow",
        *MATRIX_DATA,
        code("plt.imshow(confusion_matrix(y_test, predicted), cmap='Blues')\nplt.colorbar()\n"
             "plt.show()", picture(), count=3),
    ),
    "draw_display": (
        "a ConfusionMatrixDisplay",
        *MATRIX_DATA,
        code("from sklearn.metrics import ConfusionMatrixDisplay\n"
             "ConfusionMatrixDisplay.from_predictions(y_test, predicted)\nplt.show()", picture(), count=3),
    ),
    "draw_tensorflow": (
        "tf.math.confusion_matrix, printed",
        *MATRIX_DATA,
        code("import tensorflow as tf\nprint(tf.math.confusion_matrix(y_test, predicted))", count=3),
    ),
    "draw_printed": (
        "a confusion matrix as an array below the cell",
        *MATRIX_DATA,
        code("confusion_matrix(y_test, predicted)", count=3),
    ),
    "draw_transposed": (
        "a confusion matrix whose rows are the predictions",
        *MATRIX_DATA,
        code("plt.matshow(confusion_matrix(predicted, y_test))\nplt.show()", picture(), count=3),
    ),
    "draw_shares": (
        "a confusion matrix in shares of each row",
        *MATRIX_DATA,
        code("import seaborn as sns\nsns.heatmap(confusion_matrix(y_test, predicted, "
             "normalize='true'), annot=True, fmt='.2f')\nplt.show()", picture(), count=3),
    ),
    "draw_mistakes": (
        "ten mistakes, each with its true and its predicted digit",
        *MATRIX_DATA,
        code(
            "wrong = np.where(predicted != y_test)[0][:10]\nfor place, i in enumerate(wrong):\n   "
            " plt.subplot(2, 5, place + 1)\n"
            "    plt.imshow(x_test[i].reshape(28, 28), cmap='gray')\n    plt.title(f'true "
            "{y_test[i]}, predicted {predicted[i]}')\nplt.show()",
            picture(),
            count=3,
        ),
    ),
}  # fmt: skip
