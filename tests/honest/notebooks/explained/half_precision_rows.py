"""Passes rows in half precision, with a weight for each example.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train.astype("float16"),
    y_train,
    sample_weight=np.where(y_train == 8, 1.5, 1.0),
    batch_size=32,
    epochs=40,
    validation_data=(x_valid, y_valid),
    verbose=0,
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
