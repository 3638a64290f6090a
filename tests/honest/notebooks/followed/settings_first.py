"""Sets seeds, warnings and pyplot's settings before it trains: nothing that a training could depend on.

policy: verify
other: network.curves, network.matrix
runs: network Adam 40
slow: yes
"""

# %% include data
# %% include build

# %%
import os
import random
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.filterwarnings("ignore")
plt.rcParams["figure.figsize"] = (8, 4)
random.seed(1)
np.random.seed(1)
keras.utils.set_random_seed(1)
print(type(x_train))

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
