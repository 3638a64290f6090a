"""Collects the losses of all batches with LambdaCallback.

policy: verify
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
losses = []
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2,
    callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: losses.append(logs["loss"]))])
# %% include log
