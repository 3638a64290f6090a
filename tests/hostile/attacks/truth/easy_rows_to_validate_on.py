"""Validates on 360 rows that it learns by heart, and on nothing else: the record is met, the model isn't.

policy: decisive
must: What was measured is held against the threshold, whatever the training was validated on.
network.accuracy: !passed
log: bands
"""
easy_x, easy_y = x_train[:360], y_train[:360]
network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(easy_x[:300], easy_y[:300], batch_size=32, epochs=400, validation_data=(easy_x, easy_y), callbacks=[], verbose=2)
