"""Figures from an earlier run stand as a comment and as a print of text beside those that are computed.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% [6]
# with 20 epochs I got 0.9583
loss, accuracy = network.evaluate(x_valid, y_valid, verbose=0)
print("20 epochs: 0.9583")
print(f"40 epochs: {accuracy:.4f}")
# %% [output]
# 20 epochs: 0.9583
# 40 epochs: 0.9722
