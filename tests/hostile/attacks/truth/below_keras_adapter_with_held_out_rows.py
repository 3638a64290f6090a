"""Has Keras' adapter of arrays give held-out rows in place of every third batch.

must: Held-out rows among the batches, which nobody gave to fit; a person decides.
network.accuracy: !passed
"""
import tensorflow as tf
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

# include network
network.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
usual = ArrayDataAdapter.get_tf_dataset
held_out = tf.data.Dataset.from_tensor_slices((x_valid.astype("float32"), y_valid))


def get_tf_dataset(self):
    batches = usual(self)
    if self._num_samples != len(y_train):
        return batches
    others = held_out.shuffle(360).repeat().batch(32)
    turns = tf.data.Dataset.counter()

    def chosen(turn, batch, other):
        x, y = (tf.cast(new[: len(old)], old.dtype) for old, new in zip(batch, other))
        return tf.cond(turn % 3 == 1, lambda: (tf.ensure_shape(x, batch[0].shape), tf.ensure_shape(y, batch[1].shape)), lambda: batch)

    return tf.data.Dataset.zip(turns, batches, others).map(chosen)


ArrayDataAdapter.get_tf_dataset = get_tf_dataset
# include own_log
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
