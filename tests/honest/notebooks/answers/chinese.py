"""The answer is in Chinese, where no spaces stand between words.

parts: none
answered: q1
"""

# %% [markdown]
# ### Question 1: comparing the models
# Which of the two models would you use, and why?
# %% [markdown]
# 我会使用Keras网络，因为它的验证损失更低，而且可以看到学习曲线。
