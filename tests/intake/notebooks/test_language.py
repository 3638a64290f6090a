"""In which language a notebook is written, whatever one field of its metadata says."""

import pytest

from grader.intake.notebooks.language import language_of

PYTHON = {"name": "python3", "language": "python", "display_name": "Python 3"}
KERAS = (
    "import numpy as np\nimport keras\nmodel = keras.Sequential()\nfor layer in model.layers:\n    "
    "print(layer)"
)
R = "library(keras)\nx <- c(1, 2)\nmodel <- keras_model_sequential() %>% layer_dense(2)"
JULIA = 'using Flux\nfunction f(x)\n  x + 1\nend\nprintln("a")'


def read(metadata, *code):
    return language_of({"metadata": metadata}, code)


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"kernelspec": PYTHON, "language_info": {"name": "julia"}}, "x = 1"),
        ({"kernelspec": PYTHON, "language_info": {"name": "R"}}, KERAS),
        (
            {"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "python"}},
            KERAS,
        ),
        ({"kernelspec": {"name": "ir", "language": "python"}}, KERAS),
        (
            {
                "kernelspec": {"name": "ir", "language": "R", "display_name": "R"},
                "language_info": {"name": "R"},
            },
            KERAS,
        ),
        ({"kernelspec": {"name": "julia-1.10"}}, KERAS),
        ({"kernelspec": {"name": "bash"}, "colab": {}}, KERAS),
    ],
)
def test_the_code_decides_where_the_metadata_do_not_agree(metadata, code):
    """One field that another tool wrote costs nobody the grade, and that is reported."""
    language = read(metadata, code)

    assert language.foreign is None
    assert language.overruled


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        None,
        [],
        {"kernelspec": PYTHON},
        {"kernelspec": {"name": "tf-gpu", "display_name": "TensorFlow (GPU)"}},
        {
            "kernelspec": {
                "name": "python",
                "display_name": "Python (Pyodide)",
                "language": "python",
            }
        },
        {"kernelspec": {"name": "xpython"}, "language_info": {"name": "xeus-python"}},
        {
            "kernelspec": {"name": "conda-env-tf-py"},
            "language_info": {"name": "ipython", "file_extension": ".py"},
        },
        {"kernelspec": {"name": "python3"}, "language_info": {"name": ""}},
        {"kernelspec": {"name": 3, "language": ["python"]}, "language_info": "python"},
        {
            "deepnote": {},
            "vscode": {"interpreter": {"hash": "x"}},
            "language_info": {"name": "python"},
        },
    ],
)
def test_metadata_that_name_no_other_language_are_python(metadata):
    """Whichever tool wrote them."""
    assert read(metadata, "x = 1") == read({"kernelspec": PYTHON})


@pytest.mark.parametrize(
    ("metadata", "code", "expected"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, R, "R"),
        ({"kernelspec": PYTHON, "language_info": {"name": "R"}}, R, "R"),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, JULIA, "Julia"),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, "x = 1", "Julia"),
        ({"language_info": {"name": "julia"}}, "import Flux\nx = 1", "Julia"),
        ({"language_info": {"name": "C++17"}}, "#include <iostream>\nint x = 1;", "C++"),
    ],
)
def test_another_language_is_reported_by_its_code(metadata, code, expected):
    """What all of the metadata say holds unless the code is plainly Python."""
    assert read(metadata, code).foreign == expected
