"""Prints its results in German, with decimal commas, and the goal that it had.

other: network.curves, network.matrix
"""

# %% include data
# %% include network

# %% [7]
verlust, genauigkeit = network.evaluate(x_valid, y_valid, verbose=0)
print(f"Verlust: {verlust:.4f}, Genauigkeit: {100 * genauigkeit:.2f} %".replace(".", ","))
print("Ziel: Genauigkeit = 0,999")
# %% [output]
# Verlust: 0,0912, Genauigkeit: 97,22 %
# Ziel: Genauigkeit = 0,999
