"""The learning rate is lowered when the loss stands still.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
slower = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=3)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[slower], verbose=0)
