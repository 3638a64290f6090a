"""KerasTuner searches among two sizes; the better model is evaluated, and the one asked for is trained.

other: network.curves, network.matrix
"""

# %% include data
# %%
import keras_tuner


def build(hp):
    model = keras.Sequential(
        [
            layers.Input((64,)),
            layers.Dense(hp.Choice("units", [16, 32]), activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


tuner = keras_tuner.GridSearch(build, objective="val_accuracy", directory="tuning", overwrite=True)
tuner.search(x_train, y_train, epochs=2, validation_data=(x_valid, y_valid), verbose=0)
# %%
best = tuner.get_best_models(num_models=1)[0]
print("Accuracy on the validation set:", best.evaluate(x_valid, y_valid, verbose=0)[1])
# %%
network = build(tuner.get_best_hyperparameters()[0])
if network.layers[0].units != 32:
    network = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0
)
