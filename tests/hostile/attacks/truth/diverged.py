"""Trains until its weights are not numbers any more.

must: Measured as it is; no fault of the grader's.
network.accuracy: failed
"""
# include network
network.compile(optimizer=keras.optimizers.SGD(1e30), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), verbose=2)
