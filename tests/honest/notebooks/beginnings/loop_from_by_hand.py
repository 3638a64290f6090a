"""Sets weights that NumPy has drawn, and trains them batch by batch.

other: network.curves, network.matrix, network.validated
"""

# %% include data
# %% include build

# %%
network = build(rate=0.002)
rng = np.random.default_rng(7)
network.set_weights([rng.normal(0, 0.15, w.shape) if w.ndim == 2 else w for w in network.get_weights()])
losses = []
for epoch in range(20):
    for start in range(0, len(x_train), 32):
        loss = network.train_on_batch(x_train[start : start + 32], y_train[start : start + 32])[0]
    losses.append(float(loss))
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
