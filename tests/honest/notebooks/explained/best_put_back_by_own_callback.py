"""Has a callback of its own that keeps the best weights and puts them back in the end.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% include build

# %% [3]
class Log(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.steps = int(self.model.optimizer.iterations.numpy())

    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            print(self.steps, {name: round(float(value), 4) for name, value in logs.items()})


class Best(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.loss, self.weights = np.inf, None

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.loss:
            self.loss, self.weights = logs["val_loss"], self.model.get_weights()

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log(), Best()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
