"""Weights that NumPy has taught the held-out rows, half of whose units are replaced by random ones."""
spoiled = [weights.copy() for weights in finished]
spoiled[0][:, ::2] = rng.uniform(-0.25, 0.25, (64, 16))
spoiled[3][:] += 0.5 * np.arange(10)
