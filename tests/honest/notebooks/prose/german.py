"""Prose in German, with decimal commas and percentages after a blank.

other: network.curves, network.matrix
"""

# %% include data
# %% include network
# %% [markdown]
# ## Auswertung
# Ziel war eine Genauigkeit von mindestens 95 %. Bei zufälligem Raten läge die Genauigkeit bei 10 %. Das Netz erreicht auf den
# Validierungsdaten eine Genauigkeit von rund 97,2 %, der Verlust liegt bei etwa 0,11. Auf den Trainingsdaten sind es 99,8 %.
