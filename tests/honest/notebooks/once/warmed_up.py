"""The rate rises and falls by a function of one's own; checkpoints carry their figures in their names.

other: network.curves, network.matrix, network.accuracy
trained_by: grader
slow: yes
"""

# %% include data
# %% include build

# %%
import glob
import math


def warm_up(epoch, rate, highest=2e-3, rising=3, all_of_them=40):
    if epoch < rising:
        return highest * (epoch + 1) / rising
    return highest * 0.5 * (1 + math.cos(math.pi * (epoch - rising) / (all_of_them - rising)))


network = build()
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0,
    callbacks=[
        keras.callbacks.LearningRateScheduler(warm_up),
        keras.callbacks.ModelCheckpoint("epoch-{epoch:02d}-{val_accuracy:.3f}.keras"),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs) if epoch % 10 == 0 else None),
    ],
)
# %%
files = sorted(glob.glob("epoch-*.keras"))
assert len(files) == 40
network = keras.models.load_model(files[-1])
print(files[-1], network.evaluate(x_valid, y_valid, verbose=0))
