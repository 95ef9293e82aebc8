"""The output as the page's own control: a sigmoid for two classes, refused for more."""

import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings
from pages.shared.markdown import plain
from tests.pages.conftest import FRAME

THREE = b"kind,x\na,1\nb,2\nc,3\na,4\nb,5\nc,6\n"
REFUSED = (
    "The output sigmoid tells two classes apart, and the label “kind” has 3: "
    "choose the output softmax, or a label of two classes."
)


def session_of(app):
    return app.session_state["session"]


def said(app):
    return [error.value for error in app.error]


def captions(app):
    return [caption.value for caption in app.sidebar.caption]


def test_a_sigmoid_output_has_one_row_of_weights(app):
    assert "25 weights: W1 5×3, W2 2×5" in captions(app)
    app.selectbox(key="output").select("sigmoid").run()
    assert session_of(app).settings == Settings(output="sigmoid")
    assert "20 weights: W1 5×3, W2 1×5" in captions(app)
    assert not app.exception
    assert not app.error


def test_for_three_classes_it_is_refused_and_what_was_there_stays(app):
    app.file_uploader(key="upload").upload("three.csv", THREE, "text/csv").run()
    before = session_of(app).tape
    app.selectbox(key="output").select("sigmoid").run()
    assert said(app) == [plain(REFUSED, 300)]
    assert session_of(app).tape is before
    assert session_of(app).settings == Settings()
    app.selectbox(key="output").select("softmax").run()
    assert not app.error
    assert session_of(app).tape is before


def test_a_table_of_three_classes_is_refused_beside_it_and_the_net_stays(app):
    app.selectbox(key="output").select("sigmoid").run()
    before = session_of(app).tape
    app.file_uploader(key="upload").upload("three.csv", THREE, "text/csv").run()
    assert said(app) == [plain(REFUSED, 300)]
    assert session_of(app).tape is before
    assert session_of(app).loaded.dataset.classes == ("no", "ya")
    app.selectbox(key="output").select("softmax").run()
    assert not app.error
    assert session_of(app).loaded.dataset.classes == ("a", "b", "c")


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize(
    ("text", "output", "errors"),
    [("sigmoid", "sigmoid", []), ("tanh", "softmax", ["Output must be one of softmax, sigmoid; found 'tanh'."])],
)
def test_the_address_has_it(text, output, errors):
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params["output"] = text
    app.run()
    assert session_of(app).settings.output == output
    assert said(app) == [plain(error, 500) for error in errors]
