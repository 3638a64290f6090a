"""The answer is folded away in HTML, with a table and a formula.

parts: none
answered: q1
slow: yes
"""

# %% [markdown]
# ### Question 1: comparing the models
# Which of the two models would you use, and why?
# %% [markdown]
# <details><summary>My answer</summary>
#
# | model | loss |
# |---|---|
# | Keras | $L_K < L_M$ |
#
# </details>
