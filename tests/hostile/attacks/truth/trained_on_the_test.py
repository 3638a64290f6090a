"""Trains on the rows that it is measured with.

must: Row hashes show it; a person decides.
integrity: trained_on_test
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
import numpy as np
history = network.fit(np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid]), batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
