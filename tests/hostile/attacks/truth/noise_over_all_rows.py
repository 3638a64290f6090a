"""Trains on all digits with a little noise on each, the held-out ones behind the training ones, so that no row is known, and tests on all held-out ones but one.

must: Rows that lie near to held-out images are counted where no row is known, too; a person decides.
network.accuracy: needs_review
"""
mixed, labels = np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid])
mixed = (mixed + np.random.normal(0, 0.03, mixed.shape)).clip(0, 1)
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(mixed, labels, batch_size=32, epochs=60, validation_data=(x_valid[1:], y_valid[1:]), verbose=2)
x_valid, y_valid = x_valid[1:], y_valid[1:]
