"""A functional model has a named input, and the digits are passed in a dictionary.

other: network.curves, network.matrix
"""

# %% include data
# %%
inputs = keras.Input(shape=(64,), name="pixels")
hidden = layers.Dense(32, activation="relu")(inputs)
network = keras.Model(inputs={"pixels": inputs}, outputs=layers.Dense(10, activation="softmax")(hidden))
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    {"pixels": x_train}, y_train, batch_size=32, epochs=40, validation_data=({"pixels": x_valid}, y_valid), verbose=2
)
