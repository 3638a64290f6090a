"""Writes a CSV and the best weights while it trains, with Keras' own callbacks, which change nothing.

policy: verify
other: network.curves, network.matrix
runs: network Adam 40
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2,
    callbacks=[keras.callbacks.CSVLogger("log.csv"), keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)])
# %% include log
