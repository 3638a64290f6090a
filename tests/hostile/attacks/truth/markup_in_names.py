"""Names a layer so that the report would run a script.

must: Names are escaped.
network.accuracy: !passed
"""
network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu", name="<script>alert(1)<!"),
        layers.Dense(10, activation="softmax", name="<img src=x onerror=alert(2)>"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid), verbose=2)
plt.title("<script>alert(3)</script>")
