"""The answer was written by hand, photographed and pasted.

parts: none
answered: q1
"""

# %% [markdown]
# ### Question 1: comparing the models
# Which of the two models would you use, and why?
# %% [markdown]
# ![IMG_2041.png](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)
