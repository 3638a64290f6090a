"""Trains nothing at all, and prints a result.

kind: forged_metric
"""

# %% include data

# %% [5]
print("Validation accuracy: 0.9889")
# %% [output]
# Validation accuracy: 0.9889
