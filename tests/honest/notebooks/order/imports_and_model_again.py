"""Imports and model were run again before the training that counts; the trial compile between had run long before.

runs: network Adam 40
slow: yes
"""

# %% [88]
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
# %% [75]
X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(X / 16, y, test_size=360, random_state=0, stratify=y)
# %% [92]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
# %% [99]
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# %% [markdown]
# Optional: what does SGD do?
# %% [47]
network.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# %% [100]
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [101]
print(network.evaluate(x_valid, y_valid, verbose=0))
# %% [102]
for metric in ("loss", "accuracy"):
    plt.plot(history.history[metric], label="training")
    plt.plot(history.history[f"val_{metric}"], label="validation")
    plt.legend()
    plt.show()
# %% [103]
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
