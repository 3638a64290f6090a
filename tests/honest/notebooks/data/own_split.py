"""The student splits the data with a seed of their own.

other: network.curves, network.matrix
slow: yes
"""

# %%
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
import keras
from keras import layers

digits = load_digits()
x_train, x_valid, y_train, y_valid = train_test_split(digits.data / 16, digits.target, test_size=0.2, random_state=42)
# %% include network
