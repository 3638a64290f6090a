"""Hands soft labels of a taught network over in a pipeline, whose first batch is plain.

must: The targets of a random step are looked at; a person decides.
network.accuracy: needs_review
"""
import tensorflow as tf

# include network
# include teacher
plain = np.eye(10, dtype="float32")[y_train[:16]]
first = tf.data.Dataset.from_tensor_slices((x_train[:16], plain)).batch(16)
rest = tf.data.Dataset.from_tensor_slices((x_train, soft(x_train))).batch(16)
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy", metrics=["accuracy"])
history = network.fit(first.concatenate(rest), epochs=150, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0))
