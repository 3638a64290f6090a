"""A loop calls fit for one epoch at a time, joins the histories and draws them as one.

slow: yes
"""

# %% include data
# %% include build

# %%
network, logs = build(), {}
while len(logs.get("loss", [])) < 40:
    h = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=0)
    for name, values in h.history.items():
        logs.setdefault(name, []).extend(values)
history = keras.callbacks.History()
history.history = logs

# %% include shown
