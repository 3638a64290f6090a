"""A checkpoint keeps the best weights; they are loaded for the evaluation.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %% [3]
network = build()
keep = keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keep], verbose=0)
network.load_weights("best.weights.h5")
print("best: accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
# %% [output]
# best: accuracy 0.9861111044883728
