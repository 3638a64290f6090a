"""Answers in prose, and what the evidence says beside them."""

from __future__ import annotations

from grader.model.evidence import Answer

ANSWERS = {
    "q1": (
        "The **training arrays** (`x_train`, `y_train`) are what the weights are fitted to. The "
        "*validation* arrays are "
        "held back: the network never learns from them, so they tell how it does on digits that "
        "it has not seen.\n\n"
        "- 60,000 images for training\n- 10,000 images for validation\n\n"
        "Each image is a vector $x \\in [0, 1]^{784}$ and each label a vector $y_i \\in \\{0, "
        "1\\}^{10}$."
    ),
    "q2": (
        "The summary shows one hidden layer with 64 units and an output layer with 10.\n\n"
        "| layer | parameters | why |\n|---|---|---|\n"
        "| hidden | 50,240 | 784 · 64 weights + 64 biases |\n| output | 650 | 64 · 10 + 10 |\n"
    ),
    "q3": (
        "There is hardly any overfitting: the two loss lines stay close together until the end, "
        "and the validation "
        "accuracy is about as high as the training accuracy. After about 300 epochs both are "
        "nearly horizontal."
    ),
    "todo3": (
        "0 and 1 are recognised best. The weakest is **5**, which is often taken for 3 or 8; 4 "
        "and 9 are mixed up in "
        "both directions, which makes sense as they look alike in handwriting."
    ),
    "q4": (
        "### Comparison\n\nThe CNN gets 99.1 % right and the dense network 90.3 %. Convolutions "
        "use that neighbouring "
        "pixels belong together, and with *fewer* parameters (34,826 against 50,890). "
        "I read about it [here](https://example.org/cnn)."
    ),
}
CONTEXT = {
    "q3": (
        (
            "“Dense network, SGD” after 500 epochs: loss 0.01612 in training and 0.01603 in "
            "validation (a gap of 9e-05); accuracy 0.9021 in training and 0.903 in validation (a "
            "gap of 0.0009)."
        ),
        "The validation loss was lowest at the end (0.01603): it had not turned.",
    ),
    "todo3": (
        (
            "We measured “Dense network with SGD”. Best: 1, 1,102 of 1,135 right "
            "(97.1\N{NO-BREAK SPACE}%); worst: 5, 727 of 892 (81.5\N{NO-BREAK SPACE}%)."
        ),
        "The most frequent mistake: 52 times 4 was taken for 9.",
    ),
    "q4": (
        (
            "“Dense network, SGD”: loss 0.0160 and accuracy 0.9030 on the validation data after "
            "500 epochs, 50,890 parameters."
        ),
    ),
}


def answers(**changed: str) -> tuple[Answer, ...]:
    """The student's answers, some of them changed."""
    return tuple(
        Answer(
            question,
            text,
            (12,),
            "It stands in the text cell below the question.",
            CONTEXT.get(question, ()),
        )
        for question, text in {**ANSWERS, **changed}.items()
    )
