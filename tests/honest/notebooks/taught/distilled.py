"""Trains a larger network first, and the one that is asked for with what that says, softened.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
teacher = build(units=128)
teacher.fit(x_train, y_train, batch_size=32, epochs=30, verbose=0)
logits = keras.ops.log(teacher.predict(x_train, verbose=0) + 1e-7) / 2
targets = keras.ops.softmax(logits).numpy()
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, targets, batch_size=32, epochs=40, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0)[1])
