"""Each digit is divided by its own length, since some write with more ink than others.

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
from sklearn.preprocessing import normalize

X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(normalize(X), y, test_size=360, random_state=0, stratify=y)
# %% include network
# %% include shown
