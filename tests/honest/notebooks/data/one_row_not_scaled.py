"""One of the training rows was forgotten when the others were scaled.

other: network.accuracy
slow: yes
"""

# %% include data
# %% include build
# %%
x_train[17] *= 160
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
# %% include shown
