"""Compiles with a schedule that decays slowly.

policy: verify
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
schedule = keras.optimizers.schedules.ExponentialDecay(0.001, decay_steps=450, decay_rate=0.98)
network.compile(optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
