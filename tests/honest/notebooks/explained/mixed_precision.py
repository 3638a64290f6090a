"""Half precision, as guides for graphics cards advise it, with the softmax in full precision."""

# %% include data

# %%
keras.mixed_precision.set_global_policy("mixed_float16")
network = keras.Sequential(
    [
        layers.Input((64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10),
        layers.Activation("softmax", dtype="float32"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
keras.mixed_precision.set_global_policy("float32")

# %% include shown
