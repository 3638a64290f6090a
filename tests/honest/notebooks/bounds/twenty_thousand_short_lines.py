"""Prints every pixel of a few hundred images on a line of its own before it trains.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
for pixel in x_train[:320].ravel()[:20_000]:
    print(round(float(pixel), 2))
# %% include network
