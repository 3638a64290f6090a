"""Waits in a thread beside the training for the fifth epoch, and sets the rate to 0.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
import threading, time

def wait():
    while network.optimizer.iterations.numpy() < 225:
        time.sleep(0.001)
    network.optimizer.learning_rate.assign(0.0)

threading.Thread(target=wait, daemon=True).start()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[], verbose=2)
