"""A small and a large network are compared in a loop; the large one is better.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% include build

# %% [8]
for units in (4, 128):
    model = build(units)
    model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=0)
    print(units, "units: accuracy =", round(model.evaluate(x_valid, y_valid, verbose=0)[1], 4))
# %% [output]
# 4 units: accuracy = 0.7361
# 128 units: accuracy = 0.9722
# %% [9]
print("my network: accuracy =", round(network.evaluate(x_valid, y_valid, verbose=0)[1], 4))
# %% [output]
# my network: accuracy = 0.9694
