"""A callback as courses teach it ends the training where the accuracy is good enough; assertions know where.

other: network.accuracy, network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.9:
            print("\nReached 90% accuracy so cancelling training!")
            self.model.stop_training = True

network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[Enough()])
# %%
reached = history.history["accuracy"]
assert reached[-1] > 0.9 >= max(reached[:-1]) and len(reached) < 40
assert int(network.optimizer.iterations.numpy()) == 45 * len(reached)
loss, accuracy = network.evaluate(x_valid, y_valid, verbose=0)
assert abs(accuracy - history.history["val_accuracy"][-1]) < 1e-6
print(loss, accuracy)
