"""Patience written by hand, on a second set of held-out rows that the callback evaluates itself.

other: network.accuracy, network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
class Patience(keras.callbacks.Callback):
    best, waited = 0.0, 0

    def on_epoch_end(self, epoch, logs=None):
        _, accuracy = self.model.evaluate(x_valid[:180], y_valid[:180], verbose=0)
        self.waited = 0 if accuracy > self.best else self.waited + 1
        self.best = max(self.best, accuracy)
        if self.waited == 4:
            print("no better since epoch", epoch - 3)
            self.model.stop_training = True

network, patience = build(rate=0.01), Patience()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid[180:], y_valid[180:]), verbose=2, callbacks=[patience])
# %%
assert network.evaluate(x_valid[:180], y_valid[:180], verbose=0)[1] <= patience.best
assert abs(network.evaluate(x_valid[180:], y_valid[180:], verbose=0)[1] - history.history["val_accuracy"][-1]) < 1e-6
print(len(history.history["loss"]), "epochs")
