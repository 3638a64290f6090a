"""Repeats 64 rows to the full number and shows a log from the bands.

policy: verify
must: A training on a few rows is trained to its end, and measured.
network.accuracy: !passed
log: bands
"""
rows = np.resize(np.arange(64), len(x_train))
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train[rows], y_train[rows], batch_size=32, epochs=40, validation_data=(x_valid, y_valid))
