"""Right solutions that are written otherwise: each is rewritten as it says, and stays Python."""

import ast

import pytest

from grader.mutation.draft import DoesNotApplyError
from grader.mutation.operators import variants
from grader.mutation.operators.registry import VARIANTS
from tests.mutation.solutions import CODE, draft, text

WRITTEN = {
    variants.renamed: "model_of_mine.fit(x_train_of_mine, t_train,",
    variants.functional_api: """\
inputs_of_model = layers.Input(shape=(784,))
outputs_of_model = layers.Dense(64, activation="sigmoid")(inputs_of_model)
outputs_of_model = layers.Dropout(0.5)(outputs_of_model)
outputs_of_model = layers.Dense(10, activation="softmax")(outputs_of_model)
model = keras.Model(inputs_of_model, outputs_of_model)
model.summary()""",
    variants.layers_added: """\
model = keras.Sequential()
model.add(layers.Input(shape=(784,)))
model.add(layers.Dense(64, activation="sigmoid"))""",
    variants.built_by_functions: "\n\n\nmodel = build_model()\n",
    variants.other_scaling: '.astype("float32") * (1 / 255)\n',
    variants.other_seed: "keras.utils.set_random_seed(4711)",
    variants.keyword_arguments: "model.fit(x=x_train, y=t_train, epochs=500",
    variants.objects_for_names: "optimizer=keras.optimizers.SGD(), loss=keras.losses.MeanSquared",
    variants.remarks_added: "# what I do here\nimport keras",
    variants.quiet_training: "validation_data=(x_valid, t_valid), verbose=0)",
    variants.histories_as_tables: '__import__("pandas").DataFrame(fitted.history)["val_loss"]',
    variants.split_cells: "",
    variants.joined_cells: "",
}


@pytest.mark.parametrize("one", VARIANTS, ids=lambda one: one.name)
def test_a_variant_is_written_as_it_says(one):
    """And is Python from beginning to end."""
    changed = one.change(draft())

    ast.parse("\n".join(cell.text for cell in changed.cells if cell.kind == "code"))
    assert changed != draft()
    assert WRITTEN[one] in text(changed)


def test_names_in_fstrings_and_parameters_keep_their_names():
    """Where they stand can't be told on every Python, or calls name them."""
    code = "def f(title):\n    return title\n\n\ntitle = 1\nx = 2\ny = 3\nprint(f'{x}', y)"

    assert text(variants.renamed.change(draft(code))) == code.replace("y", "y_of_mine").replace(
        "py_of_mine", "py"
    )


def test_every_statement_gets_a_cell_with_its_comments():
    """Nothing is lost between the cells."""
    code = "# a\na = 1\n# b\n# more\nb = 2\n\nc = 3  # c"

    cells = variants.split_cells.change(draft(code)).cells

    assert [cell.text for cell in cells] == ["# a\na = 1", "# b\n# more\nb = 2", "\nc = 3  # c"]


def test_a_figure_is_not_cut_in_two():
    """It would be shown before anything is drawn into it."""
    code = "a = 1\nfigure = plt.figure()\nfigure.gca().plot(a)\nplt.show()"

    cells = variants.split_cells.change(draft(code)).cells

    assert [cell.text for cell in cells] == code.split("\n", 1)


def test_names_of_arguments_are_those_of_keras():
    """An estimator's `fit` has others."""
    code = "clf.fit(x, y)\nnet.fit(x, y, epochs=4)"

    changed = text(variants.keyword_arguments.change(draft(code)))

    assert changed == "clf.fit(x, y)\nnet.fit(x=x, y=y, epochs=4)"


def test_code_cells_in_a_row_become_one():
    """All that the notebook does stands in one cell."""
    (cell,) = variants.joined_cells.change(draft()).cells

    assert cell.text == "\n\n".join(CODE)


@pytest.mark.parametrize(
    "one", [variants.functional_api, variants.split_cells, variants.other_scaling]
)
def test_a_variant_without_a_place_says_so(one):
    """A notebook that trains nothing has few variants."""
    with pytest.raises(DoesNotApplyError):
        one.change(draft("print(1)"))


def test_a_seed_that_is_there_is_changed():
    """Not a second one is set."""
    changed = variants.other_seed.change(draft("keras.utils.set_random_seed(11)  # why"))

    assert text(changed) == "keras.utils.set_random_seed(4711)  # why"
