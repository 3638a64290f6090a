"""A generator gives the batches; steps per epoch and steps per execution are set, and each batch's loss is noted.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% [2]
class Losses(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


def batches(x, y, size=32):
    while True:
        order = np.random.permutation(len(x))
        for start in range(0, len(x) - size + 1, size):
            yield x[order[start : start + size]], y[order[start : start + size]]


noted = Losses()
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", ["accuracy"], steps_per_execution=4)
history = network.fit(batches(x_train, y_train), steps_per_epoch=44, epochs=40, validation_data=(x_valid, y_valid), callbacks=[noted], verbose=0)
plt.plot(noted.losses)
plt.show()
