"""A code cell displays the answer as Markdown, with a value that was computed.

parts: none
answered: q1
slow: yes
"""

# %% [markdown]
# ### Question 1: comparing the models
# Which of the two models would you use, and why?
# %% [1]
from IPython.display import Markdown, display

best = 0.97
display(Markdown(f"I would use the **Keras network**, which is right {best:.0%} of the time."))
