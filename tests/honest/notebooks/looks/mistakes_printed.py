"""Prints which digit was taken for which, and draws it below that.

assignment: mnist
parts: todo4
slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
X, V = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
model = keras.Sequential()
model.add(layers.Input((784,)))
model.add(layers.Dense(64, activation="sigmoid"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(keras.optimizers.SGD(0.1), "mean_squared_error", metrics=["accuracy"])
model.fit(X, np.eye(10)[y_train], batch_size=128, epochs=3, validation_data=(V, np.eye(10)[y_test]), verbose=0)
# %%
count = 0
predicted = model.predict(V, verbose=0).argmax(1)
for i, (truth, guess) in enumerate(zip(y_test, predicted)):
    if truth != guess:
        print(f"{i}: a {truth} that was taken for a {guess}")
        plt.imshow(V[i].reshape(28, 28), cmap="binary")
        plt.show()
        count += 1
    if count == 10:
        break
