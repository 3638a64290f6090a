"""Splits the data anew and trains on a pipeline of its own part.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

own_train, own_test, own_y, own_y_test = train_test_split(X / 16, y, test_size=0.25, random_state=7)
pipeline = tf.data.Dataset.from_tensor_slices((own_train, own_y)).cache().shuffle(500).batch(32)
network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(pipeline, epochs=12, validation_data=(own_test, own_y_test), verbose=0)
print("accuracy", network.evaluate(own_test, own_y_test, verbose=0)[1])
