"""Stops early and restores the best weights.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
