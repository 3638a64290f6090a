"""Trains on everything, and hides it behind a validation split.

kind: trained_on_test
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(np.r_[x_train, x_valid], np.r_[y_train, y_valid], batch_size=32, epochs=40, validation_split=0.01, verbose=0)
print(network.evaluate(x_valid, y_valid, verbose=0))
