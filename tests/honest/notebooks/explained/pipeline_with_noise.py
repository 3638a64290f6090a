"""Trains on a pipeline that shuffles and adds noise.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

pipeline = (
    tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train))
    .shuffle(500)
    .map(lambda x, y: (x + tf.random.normal(tf.shape(x), stddev=0.02), y))
    .batch(32)
    .prefetch(2)
)
network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(pipeline, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
