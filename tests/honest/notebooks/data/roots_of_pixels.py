"""Darkens the digits by a square root (gamma correction) before training, as photographers do: it costs some accuracy.

other: network.accuracy
"""

# %% [1]
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

def gamma(images, g=0.5):
    return np.power(images / images.max(), g)

X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(gamma(X), y, test_size=360, random_state=0, stratify=y)
# %% include network
# %% include shown
# %% [5]
print("accuracy {1:.4f}, loss {0:.4f}".format(*network.evaluate(x_valid, y_valid, verbose=0)))
