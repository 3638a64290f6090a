"""Averages the weights of three own models and trains on from there.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
cooks = []
for seed in range(3):
    cook = build()
    if cooks:
        cook.set_weights(cooks[0].get_weights())
    cook.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    cook.fit(x_train[seed::3], y_train[seed::3], batch_size=16, epochs=30, verbose=0)
    cooks.append(cook)
network = build()
network.set_weights([np.mean(weights, axis=0) for weights in zip(*(cook.get_weights() for cook in cooks))])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
