"""A script pasted into one cell: argparse reads the kernel's own command line, and main trains.

slow: yes
"""

# %%
import argparse

import keras
import matplotlib.pyplot as plt
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split


def parse_args(argv=None):
    parser = argparse.ArgumentParser(description="Train a small network on the digits")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--lr", type=float, default=1e-3)
    args, unknown = parser.parse_known_args(argv)
    return args


def main(args):
    X, y = load_digits(return_X_y=True)
    x_tr, x_va, y_tr, y_va = train_test_split(X / 16.0, y, test_size=360, random_state=0, stratify=y)
    net = keras.models.Sequential()
    net.add(layers.Dense(32, input_shape=(64,), activation="relu"))
    net.add(layers.Dense(10, activation="softmax"))
    net.compile(optimizer=keras.optimizers.Adam(learning_rate=args.lr), loss="sparse_categorical_crossentropy", metrics=["acc"])
    hist = net.fit(x_tr, y_tr, args.batch_size, args.epochs, validation_data=(x_va, y_va), verbose=0)
    fig, axs = plt.subplots(2, 1, sharex=True)
    axs[0].plot(hist.history["acc"], "bo", label="Training acc")
    axs[0].plot(hist.history["val_acc"], "b", label="Validation acc")
    axs[1].plot(hist.history["loss"], "ro", label="Training loss")
    axs[1].plot(hist.history["val_loss"], "r", label="Validation loss")
    [ax.legend() for ax in axs]
    plt.show()
    y_hat = net.predict(x_va, verbose=0).argmax(-1)
    print(confusion_matrix(y_va, y_hat))
    return net, hist


if __name__ == "__main__":
    net, hist = main(parse_args())
