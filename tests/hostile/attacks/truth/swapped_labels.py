"""Validates on labels that its own model made.

must: The held-out data are ours.
network.accuracy: failed
network.matrix: failed
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
y_valid = network.predict(x_valid, verbose=0).argmax(axis=1)
