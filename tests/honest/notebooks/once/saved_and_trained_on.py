"""Ten epochs, saved as a file; another day it is loaded and trained on, with its optimizer.

other: network.curves, network.matrix
trained_by: grader
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
first = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=0)
network.save("after_ten.keras")
# %%
network = keras.models.load_model("after_ten.keras")
more = network.fit(
    x_train, y_train, batch_size=32, initial_epoch=10, epochs=40, validation_data=[x_valid, y_valid], verbose=0
)
assert more.epoch[0] == 10 and len(more.history["loss"]) == 30
assert int(network.optimizer.iterations.numpy()) == 40 * 45
print(network.evaluate(x_valid, y_valid, verbose=0))
