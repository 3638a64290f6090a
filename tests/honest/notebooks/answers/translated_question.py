"""The question was translated together with everything else, and a network is trained in between.

other: network.curves, network.matrix
answered: q1
slow: yes
"""

# %% include data
# %% include network
# %% [markdown]
# ## Frage 1: Vergleich der Modelle
# Welches der beiden Modelle würden Sie verwenden, und warum?
# %% [markdown]
# Ich würde das Keras-Netz nehmen: Seine Lernkurven zeigen, ob es noch lernt.
