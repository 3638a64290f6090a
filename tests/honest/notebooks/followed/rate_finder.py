"""Tries rising learning rates on a copy of the network first, with a callback of its own.

policy: verify
other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
class Rising(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate.numpy()) * 1.2
        self.model.optimizer.learning_rate.assign(rate)
        self.rates.append(rate)
        self.losses.append(logs["loss"])


finder = Rising()
trial = build()
trial.optimizer.learning_rate.assign(1e-5)
trial.fit(x_train, y_train, batch_size=32, epochs=1, callbacks=[finder], verbose=0)

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
