"""Four optimizers after one another in a loop, five epochs each.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %%
for optimizer in ("sgd", "rmsprop", "adagrad", "nadam"):
    model = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    h = model.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=0)
    print(f"{optimizer}: val_accuracy = {h.history['val_accuracy'][-1]:.4f}")
