"""Trains on the held-out digits, passed in a dictionary.

must: Inputs of any structure are read.
integrity: trained_on_test
"""
inputs = keras.Input(shape=(64,), name="pixels")
hidden = layers.Dense(32, activation="relu")(inputs)
network = keras.Model({"pixels": inputs}, layers.Dense(10, activation="softmax")(hidden))
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    {"pixels": x_valid}, y_valid, batch_size=32, epochs=40, validation_data=({"pixels": x_valid}, y_valid)
)
