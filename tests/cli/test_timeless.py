"""Two runs are compared but for their times, and for nothing else."""

import json

import pytest

from tests.cli.timeless import differences, says, timeless

PIECES = [
    {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
    {"output_type": "stream", "name": "stdout", "text": "c\n"},
]
WHOLE = [{"output_type": "stream", "name": "stdout", "text": ["a\n", "bc\n"]}]
BAR = (
    "\r\x1b[1m 3/32\x1b[0m 9s 140ms/step - loss: 0.9\b\b\b\b\b\b\b\b\b\b\b\r32/32 {} - loss: 0.1\n"
)


def unlike(one, other) -> list[str]:
    """Where two values of JSON are unlike."""
    return list(differences(timeless(one), timeless(other)))


def cell(*outputs):
    """A cell with outputs."""
    return {"outputs": list(outputs)}


def report(*facts, body="") -> str:
    """A report with facts and what stands below."""
    rows = "".join(f"\n      <div><dt>{one}</dt><dd>{value}</dd></div>" for one, value in facts)
    return f"<dl>{rows}\n    </dl>{body}"


@pytest.mark.parametrize("times", ["wall_s", "kernel_time_s", "host_time_s"])
def test_how_long_something_took_makes_no_difference(times):
    """A field of a record that holds a time of this run."""
    assert unlike({"a": [{times: 1.0, "b": 2}]}, {"a": [{times: 3.0, "b": 2}]}) == []


def test_which_step_was_drawn_makes_no_difference(tmp_path):
    """Its number, what it holds, and how it agrees with the one that we compute; everything else of
    it does, and so does the number of any other step.
    """
    kept = {"event": "step_kept", "run": 1, "epoch": 0, "step": 196, "arrays": "arrays/3.npz"}
    for name, step, content in (("one", 196, b"a"), ("other", 7, b"b")):
        (tmp_path / name / "arrays").mkdir(parents=True)
        (tmp_path / name / "arrays/3.npz").write_bytes(content)
        (tmp_path / name / "events.jsonl").write_text(json.dumps(kept | {"step": step}) + "\n")

    assert list(differences(says(tmp_path / "one"), says(tmp_path / "other"))) == []
    assert unlike({"step_error": 1e-7}, {"step_error": 2e-7}) == []
    assert unlike(kept, kept | {"run": 2}) == ["/run: 1 … 2"]
    assert unlike({"step": 1}, {"step": 2}) == ["/step: 1 … 2"]


@pytest.mark.parametrize("name", ["timeout_s", "time", "started", "reused", "cold_because", "warm"])
def test_every_other_field_makes_one(name):
    """A limit is none of a run's times, and neither is where a training was found."""
    assert unlike({name: 1}, {name: 2}) == [f"/{name}: 1 … 2"]


def test_text_may_come_in_pieces():
    """How a kernel's output is cut depends on the clock; a list of lines is as the text."""
    assert unlike(cell(*PIECES), cell(*WHOLE)) == []


def test_pieces_of_a_recording_are_joined_too():
    """Its outputs have other names for the same."""
    one, two = ({"kind": "stream", "stream": "stdout", "text": text} for text in ("a", "b"))

    assert unlike(cell(one, two), cell(one | {"text": "ab"})) == []


def test_what_is_printed_may_not_be_unlike():
    """A letter more, another stream, or an output between two pieces."""
    one, two = PIECES
    picture = {"output_type": "display_data", "data": {"text/plain": "figure"}}

    assert unlike(cell(one, two), cell(one, two | {"text": "d\n"}))
    assert unlike(cell(one, two), cell(one, two | {"name": "stderr"}))
    assert unlike(cell(one, picture, two), cell(one, two, picture))
    assert unlike(cell(one), cell())


def test_keras_may_take_another_time_for_a_step_and_draw_its_bar_more_often():
    """The line that stands at the end has to be the same but for the time."""
    bars = [cell(WHOLE[0] | {"text": BAR.format(took)}) for took in ("0s 58us/step", "1s 2ms/step")]
    last = cell(WHOLE[0] | {"text": "32/32 0s 3ms/step - loss: 0.1\n"})

    assert unlike(bars[0], bars[1]) == []
    assert unlike(bars[0], last) == []
    assert unlike(bars[0], cell(WHOLE[0] | {"text": "32/32 0s 3ms/step - loss: 0.2\n"}))


@pytest.mark.parametrize("text", ["took 12s", "3s", "58us/step", "0s 58us/steps"])
def test_times_that_keras_does_not_print_are_compared(text):
    """What students print is theirs."""
    assert unlike({"text": text}, {"text": text.replace("s", "ms", 1)})


def written(folder, text, name="report.html"):
    """A folder with one file."""
    folder.mkdir()
    (folder / name).write_text(text)
    return says(folder)


def test_a_report_is_compared_but_for_its_rows_of_times(tmp_path):
    """A training's row is left out below a second; all other rows stand."""
    facts = [("Parameters", "7"), ("Time", "1.2\N{NO-BREAK SPACE}s"), ("Where", "cell 3")]
    one = written(tmp_path / "a", report(*facts))

    assert one == written(tmp_path / "b", report(facts[0], facts[2]))
    assert one != written(tmp_path / "c", report(facts[0], facts[1]))
    assert one != written(tmp_path / "d", report(*facts, body="2\N{NO-BREAK SPACE}s"))


def test_other_files_are_compared_byte_by_byte(tmp_path):
    """Arrays, and whatever else lies there; a file that is missing is named."""
    one = written(tmp_path / "a", "1", "w.npz")

    assert list(differences(one, written(tmp_path / "b", "2", "w.npz"))) == ["/w.npz: b'1' … b'2'"]
    assert list(differences(one, {})) == ["/w.npz: only in one"]


def test_digests_of_files_with_times_are_left_out(tmp_path):
    """The files themselves are compared; what a report was rendered from is compared, too."""
    saved = {"record": {"fingerprint": "f", "pdf": True, "grade": "1", "published": "2"}}
    one = written(tmp_path / "a", json.dumps(saved), "reports.json")
    saved["record"] |= {"grade": "3", "published": "4"}

    assert one == written(tmp_path / "b", json.dumps(saved), "reports.json")
    saved["record"]["fingerprint"] = "g"
    assert one != written(tmp_path / "c", json.dumps(saved), "reports.json")
