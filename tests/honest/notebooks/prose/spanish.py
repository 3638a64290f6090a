"""Prose in Spanish: a goal, chance, a rounded result.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [markdown]
# El objetivo es una exactitud superior al 99 %. Al azar se obtendría una exactitud del 10 %. La red alcanza una exactitud de
# aproximadamente 97,5 % en los datos de validación. Según la literatura, los mejores modelos llegan al 99,8 %.
