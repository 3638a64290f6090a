"""Functions and data stand below the cells that use them; the counts say in which order they ran. Outputs are cleared.

"""

# %% [5]
network, history = train(make_network())
# %% [6]
curves(history)
matrix(network)
# %% [4]
def train(net):
    h = net.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
    return net, h
# %% [2]
def make_network():
    net = keras.Sequential()
    net.add(layers.Input(shape=(64,)))
    net.add(layers.Dense(32, activation="relu"))
    net.add(layers.Dense(10, activation="softmax"))
    net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return net
# %% [3]
def curves(h):
    for metric in ("loss", "accuracy"):
        plt.plot(h.history[metric]); plt.plot(h.history[f"val_{metric}"]); plt.show()

def matrix(net):
    print(confusion_matrix(y_valid, net.predict(x_valid, verbose=0).argmax(axis=1)))
# %% [1]
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(X / 16, y, test_size=360, random_state=0, stratify=y)
