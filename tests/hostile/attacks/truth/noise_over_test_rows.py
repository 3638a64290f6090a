"""Mixes the held-out digits, with a little noise on them, under the training digits.

must: Rows that lie near to held-out images are counted, and the accuracy is a person's to judge.
network.accuracy: needs_review
"""
noisy = x_valid + np.random.normal(0, 0.03, x_valid.shape)
mixed, labels = np.concatenate([x_train, noisy.clip(0, 1)]), np.concatenate([y_train, y_valid])
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(mixed, labels, batch_size=32, epochs=40, validation_data=(x_valid, y_valid))
