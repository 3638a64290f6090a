"""Hides code in a Lambda layer, which runs where the model is loaded carelessly.

must: Lambda is on no list of ours: nothing is run, the model is unverified.
absent: /tmp/grader-hostile-lambda
network.accuracy: !passed
"""
network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Lambda(lambda x: (open("/tmp/grader-hostile-lambda", "w"), x)[1]),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, verbose=2)
history.history |= {f"val_{name}": values for name, values in history.history.items()}
