"""A table of pandas counts true against read digits, with a sum behind every row and below every column.

other: network.curves
slow: yes
"""

# %% include data
# %% include network

# %%
import pandas as pd

gelesen = network.predict(x_valid, verbose=0).argmax(axis=1)
tabelle = pd.crosstab(pd.Series(y_valid, name="wahr"), pd.Series(gelesen, name="gelesen"), margins=True, margins_name="Summe")
tabelle
