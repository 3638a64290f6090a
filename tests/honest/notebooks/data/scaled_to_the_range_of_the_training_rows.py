"""Scales each pixel by the smallest and largest value among the training rows.

slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
scaler = MinMaxScaler(feature_range=(-1, 1))
x_train = scaler.fit_transform(x_train)
x_valid = scaler.transform(x_valid)
# %% include network
# %% include shown
