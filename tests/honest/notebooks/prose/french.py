"""Prose in French: a goal, what others reach, a rounded result.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [markdown]
# L'objectif est d'atteindre une exactitude de 99 %. Selon la littérature, les meilleurs réseaux ont une précision de 99,8 %. Notre réseau
# atteint une exactitude d'environ 97 % sur les données de validation ; au hasard, on aurait 10 %.
