"""Validates with a pipeline of the rows that it trains on.

must: The first batch of a pipeline tells; curves of the same rows are half of what was asked.
network.curves: partial
"""
import tensorflow as tf
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=tf.data.Dataset.from_tensor_slices((x_train[:360], y_train[:360])).batch(32), verbose=0)
