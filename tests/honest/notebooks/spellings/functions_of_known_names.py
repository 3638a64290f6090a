"""Writes activations and the loss out under the names that they have in Keras.

other: network.accuracy
slow: yes
"""

# %% include data
# %%
def relu(x):
    return keras.ops.maximum(0.0, x)


def softmax(x):
    powers = keras.ops.exp(x - keras.ops.max(x, axis=-1, keepdims=True))
    return powers / keras.ops.sum(powers, axis=-1, keepdims=True)


def sparse_categorical_crossentropy(true, predicted):
    wanted = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(true, (-1,)), "int32"), 10)
    return -keras.ops.sum(wanted * keras.ops.log(predicted + 1e-7), axis=-1)


network = keras.Sequential([layers.Input((64,)), layers.Dense(32, relu), layers.Dense(10, softmax)])
network.compile(optimizer="adam", loss=sparse_categorical_crossentropy, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
# %% include shown
