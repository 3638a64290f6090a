"""Takes ten steps per execution, beside a log of its own.

other: network.curves, network.matrix
trained_by: kernel
"""

# %% include data
# %% include own_log
# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=10)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
