"""Every example counts nothing, so no step moves anything.

must: The host says that no weight moved.
network.trained: failed
network.accuracy: skipped
network.curves: skipped
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), sample_weight=np.zeros(len(x_train)), verbose=0)
