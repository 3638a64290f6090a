"""Sends the end of its training twice, the second time with finished weights, past the recorder's functions.

must: The first end of a run counts; later ones are not heard.
network.accuracy: !passed
"""
# include taught
# include network
# include frames
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid), verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: None)])
held = io.BytesIO()
np.savez(held, **{f"w{place:04d}": weights for place, weights in enumerate(finished)})
send({"event": "fit_finished", "run": 1, "epochs_run": 2}, held.getvalue())
