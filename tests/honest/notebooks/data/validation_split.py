"""All 1,797 digits are given to fit, which keeps a fifth for validation.

other: network.curves, network.matrix
slow: yes
"""

# %%
from sklearn.datasets import load_digits
import keras
from keras import layers

X, y = load_digits(return_X_y=True)
X = X / 16
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(X, y, batch_size=32, epochs=40, validation_split=0.2, verbose=0)
print("validation accuracy:", history.history["val_accuracy"][-1])
