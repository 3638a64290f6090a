"""Lets the optimizer average the weights, and puts the averages in after every 20 steps, beside a log of its own.

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


network = build()
network.compile(optimizer=keras.optimizers.Adam(use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=20), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
