"""Halves the learning rate after thirty epochs with LearningRateScheduler.

policy: verify
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
def rate(epoch, now):
    return 0.001 if epoch < 30 else 0.0005


network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2, callbacks=[keras.callbacks.LearningRateScheduler(rate)])
# %% include log
