"""Every pixel is made black or white before training, by a threshold of the student's own: it costs some accuracy.

other: network.accuracy
"""

# %% [1]
import numpy as np, matplotlib.pyplot as plt, keras
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.metrics import ConfusionMatrixDisplay

digits = load_digits()
X = (digits.images.reshape(len(digits.images), -1) > 7).astype(np.float32)
y = digits.target
x_train, x_valid, y_train, y_valid = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
fig, ax = plt.subplots(1, 6)
for k in range(6):
    ax[k].imshow(x_train[k].reshape(8, 8), cmap="binary")
    ax[k].set_title(y_train[k])
    ax[k].axis("off")
plt.show()
# %% [2]
network = keras.Sequential([keras.layers.Input((64,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [3]
for key in ("loss", "accuracy"):
    plt.plot(history.history[key], label="Training"); plt.plot(history.history["val_" + key], label="Validierung"); plt.legend(); plt.show()
# %% [4]
ConfusionMatrixDisplay.from_predictions(y_valid, network.predict(x_valid, verbose=0).argmax(1), cmap="Greys")
plt.show()
print("Genauigkeit:", network.evaluate(x_valid, y_valid, verbose=0)[1])
