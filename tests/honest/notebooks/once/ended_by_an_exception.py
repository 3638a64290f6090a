"""A callback raises an exception of its own when the result is good enough, and the cell catches it.

runs: network Adam 39
trained_by: grader
"""

# %% include data
# %% include build

# %%
class GoodEnough(Exception):
    pass


class Goal(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] > 0.5 and epoch >= 38:
            raise GoodEnough(f"good enough after epoch {epoch + 1}")


network = build()
try:
    network.fit(x_train, y_train, batch_size=32, epochs=60, validation_data=(x_valid, y_valid), verbose=0, callbacks=[Goal()])
except GoodEnough as reached:
    print(reached)
history = network.history
# %% include shown
