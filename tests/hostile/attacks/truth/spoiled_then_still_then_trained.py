"""Trains spoiled weights so slowly that nothing happens, so that the training that follows goes on from a recorded one.

must: A line of trainings is done again from its beginning; a person decides where that comes nowhere near.
network.accuracy: needs_review
"""
# include network
# include taught
# include spoiled
network.set_weights(spoiled)
network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0)
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
