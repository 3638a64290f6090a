"""Keeps the weights of every tenth epoch in a list.

policy: verify
other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
class Keep(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.kept = []

    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            self.kept.append(self.model.get_weights())


keep = Keep()
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2, callbacks=[keep])
# %% include log
