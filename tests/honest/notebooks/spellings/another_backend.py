"""Keras is asked for another backend, which the student's machine had and this one doesn't watch.

"""

# %%
import os

os.environ["KERAS_BACKEND"] = "jax"
# %% include data
# %% include network
# %% include shown
