"""Sets orthogonal weights of its own, and lets a scheduler raise the rate from next to nothing.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build(rate=1e-6)
rng = np.random.default_rng(6)
turned = np.linalg.qr(rng.normal(size=(64, 32)))[0]
network.layers[0].set_weights([turned, np.zeros(32)])
warm = keras.callbacks.LearningRateScheduler(lambda epoch: 0.005 * min(1.0, (epoch + 1) / 5))
history = network.fit(x_train, y_train, batch_size=32, epochs=15, callbacks=[warm], validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
