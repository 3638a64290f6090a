"""Prints every tenth epoch from a callback of its own.

policy: verify
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
class Every10(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            print(f"after {epoch + 1} epochs: {logs['val_accuracy']:.4f}")


network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2, callbacks=[Every10()])
# %% include log
