"""The answer is in Hindi, in one paragraph below the question.

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
# दोनों मॉडल 360 अंकों पर लगभग 97 प्रतिशत सही हैं, इसलिए अंतर दस अंकों से भी कम है। मैं Keras चुनूँगी क्योंकि उसमें हर दौर के बाद जाँच की त्रुटि दिखती है और कन्वोल्यूशन जोड़ना आसान है। छोटी तालिका के लिए MLPClassifier काफ़ी है, वह दो पंक्तियों में बन जाता है।
