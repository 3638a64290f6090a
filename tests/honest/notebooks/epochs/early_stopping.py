"""Early stopping with the best weights restored; how many epochs it takes depends on the seed.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %% [3]
network = build()
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
history = network.fit(x_train, y_train, batch_size=32, epochs=60, validation_data=(x_valid, y_valid), callbacks=[stop], verbose=0)
print(len(history.history["loss"]), "epochs, accuracy:", network.evaluate(x_valid, y_valid, verbose=0)[1])
# %% [output]
# 57 epochs, accuracy: 0.9805555939674377
