"""Has labels as rows of truth values, as scikit-learn's binarizer gives them.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %% [3]
targets = y_train[:, None] == np.arange(10)
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, targets, batch_size=32, epochs=40, validation_data=(x_valid, y_valid[:, None] == np.arange(10)), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid[:, None] == np.arange(10), verbose=0)[1])
