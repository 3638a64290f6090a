"""Pads the digits to 96 × 96 for a first try of a convolution, as for networks that are trained on photographs.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
import keras
import numpy as np
from keras import layers

large = np.pad((x_train[:200]).reshape(-1, 8, 8, 1), ((0, 0), (44, 44), (44, 44), (0, 0)))
photo = keras.Sequential([layers.Input(shape=(96, 96, 1)), layers.Conv2D(4, 9, strides=4, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(10, activation="softmax")])
photo.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
photo.fit(large, y_train[:200], epochs=1, verbose=0)
# %% include network
