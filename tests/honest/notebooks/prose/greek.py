"""The answer is in Greek, in one paragraph below the question.

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
# Και τα δύο μοντέλα έχουν ακρίβεια περίπου 97 % στα 360 ψηφία ελέγχου, άρα η διαφορά είναι λιγότερη από δέκα ψηφία. Θα διάλεγα το Keras, επειδή δείχνει το σφάλμα επικύρωσης μετά από κάθε εποχή και προσθέτει εύκολα συνελίξεις. Για έναν μικρό πίνακα αρκεί ο MLPClassifier με δύο γραμμές.
