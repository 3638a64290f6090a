"""Notebooks by where their answers stand."""

from __future__ import annotations

from parts import (
    code,
    error,
    md,
)

OVERFITTING = md(
    "### Question 3: overfitting\n\nDoes the model show any indication of overfitting? Why, or "
    "why not?"
)
ANSWERS = {
    "answer_below": (
        "an answer where it belongs",
        OVERFITTING,
        md("Both curves stay together."),
        md("### Evaluate the model"),
        md("Not part of it."),
    ),
    "answer_two_questions": (
        "one paragraph answers two questions that are asked together",
        md("QUESTION 3: Does the model show any indication of overfitting? Why/No?\n\n"
           "QUESTION 4: How do the accuracy and loss compare to the previous model? What can you "
           "infer from this comparison?"),
        md("No overfitting, and the figures are a good deal better than before."),
    ),
    "answer_as_heading": (
        "an answer typed as a heading",
        OVERFITTING,
        md("# No, there is no overfitting because both of the curves end at the same height"),
    ),
    "answer_on_the_line": (
        "an answer on the question's own line",
        md("Question 3: Does the model show any indication of overfitting? Why, or why not? "
           "Hardly, the two lines touch."),
    ),
    "answer_in_a_comment": (
        "an answer in a comment of a code cell",
        OVERFITTING,
        code("# There is no overfitting here, since the validation loss\n# falls together with "
             "the training loss.\nx = 1", count=1),
    ),
    "answer_printed": (
        "an answer that the code prints",
        OVERFITTING,
        code('print("The model is not overfitting, because the validation loss falls as the '
             'training loss does.")', count=1),
    ),
    "answer_in_a_code_cell": (
        "prose in a cell that should have been text",
        OVERFITTING,
        code("I think that it doesn't overfit, the curves never part from each other.", error("SyntaxError"), count=1),
    ),
    "answer_numbers_repeated": (
        "the comment on the matrix stands under the heading Question 3, which was used before",
        OVERFITTING,
        md("The lines run together, so it doesn't."),
        md("TODO 3\n\nDisplay the confusion matrix for your classifier, and comment on what the "
           "confusion matrix shows."),
        code("confusion_matrix(y, p)", count=1),
        md("Question 3"),
        md("The diagonal is strong. Digit 5 is misclassified most."),
    ),
    "answer_unlabelled": (
        "an answer under no question, told by what it speaks of",
        md("## Training"),
        md("One sees that the hidden layer has most of the parameters, 50,240, and the output "
           "layer only 650."),
    ),
    "answer_numbered_at_the_end": (
        "all answers at the end, numbered",
        md("# My answers"),
        md("1) The training set is for learning, the validation set for testing on images it has "
           "not seen."),
        md("3) There is no overfitting, the gap between training and validation stays small."),
        md("4) The CNN is better than the dense network, with a higher accuracy."),
    ),
    "answer_placeholder": (
        "placeholders that nobody replaced",
        OVERFITTING,
        md("*Your answer here*"),
        md("### Question 4: comparing the models\n\nHow do accuracy and loss compare with the "
           "previous model?"),
        md("TODO"),
        md("### Question 2: reading the summary\n\nWhat does the summary show: the inputs, the "
           "hidden layer, the parameter counts,"
           " the output layer?"),
        md("**Answer:**"),
    ),
    "answer_short": ("one word is an answer", OVERFITTING, md("No.")),
    "answer_numbers_alone": (
        "a number without the question's words or topic proves nothing",
        md("Question 3"),
        md("The weather was nice."),
    ),
}  # fmt: skip
