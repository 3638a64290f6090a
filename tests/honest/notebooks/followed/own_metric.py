"""Has a metric of its own beside the accuracy.

policy: verify
other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %%
def confidence(true, predicted):
    return keras.ops.mean(keras.ops.max(predicted, axis=-1))


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy", confidence])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
