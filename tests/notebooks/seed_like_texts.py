"""Logs, tables and drawings of the founding submission."""

from __future__ import annotations

from parts import out

BASELINE_END = "".join(
    f"Epoch {epoch}/500\n469/469 [==============================] - 0s 714us/step - loss: 0.0169 "
    f"- accuracy: 0.8987"
    f" - val_loss: 0.0161 - val_accuracy: {0.9030 + (epoch - 494) * 0.0001:.4f}\n"
    for epoch in range(490, 501)
)
ADAM_TABLE = "Epoch\tloss\tval_loss\tval_accuracy\n" + "".join(
    f"{epoch}\t{0.0079 / epoch**0.5:.4f}\t{0.0044 + 0.0069 / epoch:.4f}\t{0.9702 - 0.04 / epoch:.4f}\n"
    for epoch in range(1, 41)
)
ADAM_MIDDLE = "".join(
    f"Epoch {epoch}/1000\n469/469 [==============================] - 0s 78{epoch % 10}us/step - "
    f"loss: 1.{epoch}2e-04"
    f" - accuracy: 0.9991 - val_loss: 0.0042 - val_accuracy: 0.97{30 + epoch % 9}\n"
    for epoch in range(239, 270)
)
ADAM_END = "".join(
    f"Epoch {epoch}/1000\ny: 0.9991 - val_loss: 0.0047 - val_accuracy: "
    f"{'0.9717' if epoch % 2 else '0.9718'}\n"
    for epoch in range(900, 1000)
)
CNN_LOG = "".join(
    f"Epoch {epoch}/15\n469/469 [==============================] - 11s 24ms/step - loss: {loss} - "
    f"accuracy: {accuracy}\n"
    for epoch, (loss, accuracy) in enumerate(
        [
            ("0.7016", "0.4636"), ("0.1168", "0.9638"), ("0.0487", "0.9837"), ("0.0447", "0.9855"),
            ("0.0416", "0.9865"), ("0.0399", "0.9874"), ("0.0389", "0.9881"), ("0.0381", "0.9886"),
            ("0.0376", "0.9888"), ("0.0372", "0.9889"), ("0.0369", "0.9891"), ("0.0367", "0.9892"),
            ("0.0366", "0.9892"), ("0.0366", "0.9892"), ("0.0366", "0.9892"),
        ],
        start=1,
    )
)  # fmt: skip
PLOT = """def curves():
    print(history.history.keys())
    for name in ["accuracy", "loss"]:
        plt.plot(history.history[name])
        plt.plot(history.history["val_" + name])
        plt.title("model " + name)
        plt.xlabel("epoch")
        plt.legend(["train", "test"], loc="upper left")
        plt.show()

curves()"""
KEYS = out("dict_keys(['loss', 'accuracy', 'val_loss', 'val_accuracy'])\n")
