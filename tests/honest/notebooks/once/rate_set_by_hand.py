"""A callback sets the learning rate in the middle: nobody looks that up, the notebook trains it.

other: network.curves, network.matrix
runs: network Adam 40
slow: yes
"""

# %% include data
# %% include build

# %%
class Slower(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 29:
            self.model.optimizer.learning_rate = 0.0005

network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[Slower()])
assert abs(float(network.optimizer.learning_rate.numpy()) - 0.0005) < 1e-8
print(network.evaluate(x_valid, y_valid, verbose=0))
