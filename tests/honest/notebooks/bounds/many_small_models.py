"""Tries a dozen widths for an epoch each before the network of the assignment.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
import keras
from keras import layers

tried = {}
for width in range(4, 28, 2):
    small = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(width, activation="tanh"), layers.Dense(10, activation="softmax")])
    small.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    tried[width] = small.fit(x_train, y_train, epochs=1, verbose=0).history["accuracy"][-1]
print({width: round(accuracy, 2) for width, accuracy in tried.items()})
# %% include network
