"""What the page of one answer shows: pictures, formulas, no names."""

import base64
import io

from PIL import Image

from grader.model.submission import Picture
from tests.web.classes import a_class
from tests.web.conftest import page_of

Q1 = "q1.answered"


def test_pictures_are_drawn_anew_and_formulas_stay_as_written(tmp_path):
    """What was pasted is shown, and not a byte of the student's file; a damaged one is reported."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "PNG")
    secret = base64.b64encode(written.getvalue() + b"<script>1</script>").decode()
    pictures = (Picture("a.png", "image/png", secret), Picture("b.png", "image/png", "AAAA"))
    text = "See ![x](attachment:a.png), $w_1 * x_1$ and *this*."
    page = page_of(a_class(tmp_path, {"ada": {"q1": text}}, pictures={"ada": pictures}))

    shown = page.browser().get(page.path("ada", Q1)).text

    assert shown.count("data:image/png;base64,") == 1
    assert secret not in shown
    assert "can't be shown" in shown.replace("&#39;", "'")
    assert '<code class="formula">$w_1 * x_1$</code>' in shown
    assert "<em>this</em>" in shown


def test_names_in_the_notebook_are_hidden_too(tmp_path):
    """Many notebooks begin with it; cells are counted as reports do, and short words stay."""
    written = "# Ada Lovelace\nmax(ada_lovelace_2)  # ADA LOVELACE"
    answers, called = {"ada": {"q1": "See cell 2."}}, {"ada": "Ada Lovelace"}
    page = page_of(a_class(tmp_path, answers, notebook=written, called=called))
    browser, path = page.browser(), page.path("ada", Q1)

    hidden = browser.get(f"{path}/cells?every=1").text
    browser.post("/names", back=path)
    shown = browser.get(f"{path}/cells?every=1").text

    assert "lovelace" not in hidden.casefold().replace("ada_lovelace_2", "")
    assert hidden.count("(name hidden)") == 2
    assert shown.count("Ada Lovelace") == 1
    assert "cell 2, the answer" in hidden
    assert "cell 0" not in hidden


def test_formulas_come_typeset_and_what_cannot_be_stays(three):
    """In the order in which they were sent; a name that nobody knows comes back empty."""
    answer = (
        three.browser()
        .client.post(
            "/formulas",
            data={"inline": ["$x^2$", r"$\nobody{knows}$"], "display": [r"$$\frac{a}{b}$$"]},
            headers={
                "origin": "http://127.0.0.1:8765",
                "x-csrf-token": next(iter(three.sessions._sessions.values())).csrf,
            },
        )
        .json()
    )

    (square, unknown), (fraction,) = answer["inline"], answer["display"]
    assert square.startswith("<svg ")
    assert 'aria-label="$x^2$"' in square
    assert unknown == ""
    assert 'class="formula display"' in fraction


def test_a_formula_is_markup_for_nobody(three):
    """What a student wrote stands in an attribute, escaped."""
    written = '$x" onload="alert(1)$'
    answer = three.browser().post("/formulas", inline=written).json()

    assert 'onload="' not in "".join(answer["inline"])
