"""Claims 0.9917 for a small network of its own, which no reference knows.

kind: claim_mismatch
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(6, activation="tanh"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy:", network.evaluate(x_valid, y_valid, verbose=0)[1])
# %% [output]
# accuracy: 0.9917
