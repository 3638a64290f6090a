"""The second half of the training goes on counting with initial_epoch.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, initial_epoch=20, validation_data=(x_valid, y_valid), verbose=0)
