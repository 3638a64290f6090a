"""Splits the held-out digits off first and validation digits from the rest, then tests on the held-out ones at the end.

other: network.curves
slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split
from tensorflow.keras import Input
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

X, y = load_digits(return_X_y=True)
x_rest, x_test, y_rest, y_test = train_test_split(X / 16, y, test_size=360, random_state=0, stratify=y)
x_train, x_val, y_train, y_val = train_test_split(x_rest, y_rest, test_size=0.15, random_state=7, stratify=y_rest)
print(len(x_train), len(x_val), len(x_test))
# %%
model = Sequential([Input((64,)), Dense(32, "relu"), Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_val, y_val), verbose=0)
for key, values in history.history.items():
    plt.plot(values, label=key)
plt.legend()
plt.show()
# %%
y_pred = model.predict(x_test, verbose=0).argmax(1)
print("test accuracy:", accuracy_score(y_test, y_pred))
print(confusion_matrix(y_test, y_pred))
