"""A report by class, with precision and recall of 1.00 for some.

other: network.curves, network.matrix
"""

# %% include data
# %% include network

# %% [8]
from sklearn.metrics import classification_report

print(classification_report(y_valid, network.predict(x_valid, verbose=0).argmax(1)))
# %% [output]
#               precision    recall  f1-score   support
#
#            0       1.00      1.00      1.00        36
#            1       0.92      0.94      0.93        36
#            2       1.00      1.00      1.00        35
#            3       1.00      0.97      0.99        37
#            4       0.97      1.00      0.99        36
#            5       0.97      1.00      0.99        37
#            6       1.00      0.97      0.99        36
#            7       0.97      1.00      0.99        36
#            8       0.94      0.89      0.91        35
#            9       0.97      0.97      0.97        36
#
#     accuracy                           0.97       360
#    macro avg       0.97      0.97      0.97       360
# weighted avg       0.97      0.97      0.97       360
