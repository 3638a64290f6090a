"""Trains on the validation digits alone.

kind: trained_on_test
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(x_valid, y_valid, batch_size=32, epochs=40, verbose=0)
