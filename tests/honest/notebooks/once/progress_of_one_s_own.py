"""A callback of the student's own prints a line every tenth epoch.

other: network.curves, network.matrix
runs: network Adam 40
slow: yes
"""

# %% include data
# %% include build

# %%
class Line(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            print(epoch + 1, logs["val_accuracy"], float(abs(self.model.get_weights()[0]).mean()))

network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[Line()])
print(network.evaluate(x_valid, y_valid, verbose=0))
