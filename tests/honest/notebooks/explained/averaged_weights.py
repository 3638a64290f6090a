"""Averages the weights of the last ten epochs and sets them when the training ends.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
class Average(keras.callbacks.Callback):
    def __init__(self, start):
        super().__init__()
        self.start, self.kept = start, []

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= self.start:
            self.kept.append(self.model.get_weights())

    def on_train_end(self, logs=None):
        self.model.set_weights([np.mean(weights, axis=0) for weights in zip(*self.kept)])


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Average(30)], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
