"""Has an optimizer of its own that scales gradients before it hands them on, beside a log of its own.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% include build

# %% include own_log

# %% [4]
class Shorter(keras.optimizers.Adam):
    def apply(self, grads, trainable_variables=None):
        length = keras.ops.sqrt(sum(keras.ops.sum(keras.ops.square(grad)) for grad in grads))
        return super().apply([grad / keras.ops.maximum(length, 1.0) for grad in grads], trainable_variables)


network = build()
network.compile(optimizer=Shorter(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
