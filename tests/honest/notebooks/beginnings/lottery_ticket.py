"""Goes back to the initial weights, without those that had become small, and trains anew.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
initial = network.get_weights()
network.fit(x_train, y_train, batch_size=32, epochs=40, verbose=0)
# %%
ticket = [w * (np.abs(after) > np.quantile(np.abs(after), 0.4)) if w.ndim == 2 else w for w, after in zip(initial, network.get_weights())]
network = build()
network.set_weights(ticket)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
