"""The answer is in Hebrew, in one paragraph below the question.

answered: q1
"""

# %% include data
# %% include network
# %% include shown
# %% [markdown]
# ### Question 1: comparing the models
#
# Which of the two models would you use, and why?
#
# שני המודלים מגיעים לדיוק של כ-97% על 360 ספרות הבדיקה, ולכן ההבדל ביניהם קטן מההבדל שבין שתי הרצות. הייתי בוחרת ב-Keras, כי רואים בו את השגיאה על נתוני הבדיקה אחרי כל סבב ואפשר להוסיף שכבות קונבולוציה. לטבלה קטנה מספיק MLPClassifier בשתי שורות.
