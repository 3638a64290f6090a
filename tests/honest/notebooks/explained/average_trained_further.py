"""Goes on from the average of two of its own networks, rounded to half of the digits, which no training had left.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
first = build()
first.fit(x_train, y_train, batch_size=32, epochs=30, verbose=0)
second = keras.models.clone_model(first)
second.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
second.set_weights(first.get_weights())
second.fit(x_train, y_train, batch_size=32, epochs=10, verbose=0)
# %%
average = [((a + b) / 2).astype("float16").astype("float32") for a, b in zip(first.get_weights(), second.get_weights())]
network = build()
network.set_weights(average)
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
