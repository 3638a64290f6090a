"""Trains on halves of held-out rows mixed with training rows, with soft labels.

must: Better than correct solutions are, by targets that are not the data set's: a person decides.
network.accuracy: needs_review
"""
# include network
# include teacher
order = rng.integers(0, len(x_valid), 4 * len(x_train))
mixed = 0.55 * x_valid[order] + 0.45 * np.tile(x_train, (4, 1))
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy", metrics=["accuracy"])
rows, targets = np.concatenate([x_train, mixed]), np.concatenate([soft(x_train), soft(mixed)])
history = network.fit(
    rows, targets, batch_size=32, epochs=60, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0
)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0))
