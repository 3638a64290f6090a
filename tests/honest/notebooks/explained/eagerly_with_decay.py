"""Trains without a graph, as one does to look into a step, with weights that decay.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% include build

# %% include own_log

# %% [4]
network = build()
network.compile(optimizer=keras.optimizers.AdamW(3e-3, weight_decay=1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
