"""What is wrong with an LTI registration is said in sentences, with what to write."""

import pytest

from grader.errors import ConfigError
from grader.export.services.registration import read_registration

RIGHT = {
    "client_id": '"0010"',
    "token_url": "https://lms.example.edu/token",
    "line_items": "https://lms.example.edu/items",
    "members": "https://lms.example.edu/members",
}


def written(**change):
    """The file's lines; None leaves one out."""
    lines = {**RIGHT, **change}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


def said_of(folder, text):
    path = folder / "lti.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as error:
        read_registration(path)
    return error.value.message.removeprefix(f"{folder}/"), error.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lti.yaml: the file is empty"),
        ('["0010"]', "lti.yaml:1: expected keys and values, got a list"),
        ("client_id 0010", "lti.yaml:1: expected keys and values, got one value"),
        ('{"client_id": "0010",', "lti.yaml:1: not YAML: a bracket is opened and never closed"),
        ('{"client_id": "0010" "a": 1}', "lti.yaml:1: not YAML: a comma is missing"),
        (written() + "audience\n", "lti.yaml:6: not YAML: a key without a colon behind it"),
        (written().encode("utf-16"), "lti.yaml: saved as UTF-16"),
        (written(client_id="0010"), 'expected text, got 0010; put it in quotes: client_id: "0010"'),
        (written(client_id="1.50"), 'put it in quotes: client_id: "1.50"'),
        (written(client_id='""'), 'expected text, got nothing; write: client_id: "1000'),
        (written(members=None), "lti.yaml members: missing; write: members: https://"),
        (written(members="[a]"), "lti.yaml:4 members: expected text, got a list; write: members: "),
        (written(members="{a: b}"), "lti.yaml:4 members: expected text, got keys and values"),
        (written(members="lms.example.edu"), "expected an address that begins with https://"),
        (written(members="https://[lms/m"), "lti.yaml:4 members: https://[lms/m: not an address"),
        (written(private_key=""), "lti.yaml:5 private_key: expected text, got nothing; write: pri"),
        (written(client="x"), "lti.yaml:5 client: unknown key; did you mean 'client_id'?"),
        (written() + "client_id: b\n", "client_id: is there twice; the first is in line 1"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place_and_what_to_write(tmp_path, text, said):
    """Nothing of it is in the words of a library."""
    message, _ = said_of(tmp_path, text)

    assert said in message
    assert not {"pydantic", "Field", "valid"} & set(message.split())


def test_all_mistakes_are_named_at_once(tmp_path):
    """And where such a file comes from."""
    message, hint = said_of(tmp_path, '{"keys": []}')

    keys = [line.split()[1] for line in message.splitlines()]
    assert keys == [*(f"{one}:" for one in RIGHT), "keys:"]
    assert "docs/lms/lti.md" in hint


def test_a_file_of_json_is_one_of_yaml(tmp_path):
    """As a script writes it."""
    path = tmp_path / "lti.json"
    path.write_text('{"client_id": "1", "token_url": "https://a.b/t", "line_items":'
                    ' "https://a.b/l", "members": "https://a.b/m"}')  # fmt: skip

    assert read_registration(path).client_id == "1"
