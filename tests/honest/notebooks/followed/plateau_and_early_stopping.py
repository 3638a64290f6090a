"""Uses ReduceLROnPlateau and EarlyStopping as the lecture recommends.

policy: verify
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau(patience=5),
        keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True),
    ])
# %% include log
