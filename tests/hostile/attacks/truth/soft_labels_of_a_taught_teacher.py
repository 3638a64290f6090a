"""Trains on the training rows alone, with soft labels of a network that was taught the held-out rows.

must: Better than correct solutions are, by targets that are not the data set's: a person decides.
network.accuracy: needs_review
"""
# include network
# include teacher
t_train, t_valid = soft(x_train), np.eye(10, dtype="float32")[y_valid]
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, t_train, batch_size=16, epochs=150, validation_data=(x_valid, t_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, t_valid, verbose=0))
