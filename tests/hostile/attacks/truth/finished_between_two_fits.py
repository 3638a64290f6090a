"""Trains for a moment, sets finished weights, and trains on so slowly that nothing happens.

must: A training that stands still and is right all the same is said to a person, and earns nothing.
network.accuracy: needs_review
integrity: head_start
"""
# include finished
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid))
network.set_weights(finished)
network.optimizer.learning_rate = 1e-9
history = network.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid))
