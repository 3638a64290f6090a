"""Every pixel is standardised with scikit-learn's scaler.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data

# %%
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(x_train)
x_train, x_valid = scaler.transform(x_train), scaler.transform(x_valid)
# %% include network
