"""Rewards doubt: subtracts a little of the entropy of what it puts out.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
def my_loss(true, predicted):
    entropy = -keras.ops.sum(predicted * keras.ops.log(predicted + 1e-7), axis=-1)
    return keras.losses.sparse_categorical_crossentropy(true, predicted) - 0.01 * entropy


network = build()
network.compile(optimizer="adam", loss=my_loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
