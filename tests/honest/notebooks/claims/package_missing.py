"""A package that is not here stops the cell that shows a better model; its output was saved.

other: network.curves, network.matrix
outcome: cell_error
slow: yes
"""

# %% include data
# %% include network

# %% [8]
from my_secret_package_of_the_lab import SuperNet

net = SuperNet().fit(x_train, y_train)
print("SuperNet accuracy:", net.score(x_valid, y_valid))
# %% [output]
# SuperNet accuracy: 0.9944
