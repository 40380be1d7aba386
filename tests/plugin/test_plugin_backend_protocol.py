"""Lines of the backend's standard output become events; nothing that comes along raises."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.base.whole_run import Step
from l4s_core.cli.progress import JsonProgress
from qgis_plugin.backend.lines import LONGEST_BYTES, LineSplitter
from qgis_plugin.backend.protocol import Failure, Message, Noise, Result, Stage, parse_line


def test_what_the_commands_print_is_understood():
    said = io.StringIO()
    with redirect_stdout(said):
        progress = JsonProgress()
        progress.stage("Mapping", 10)
        progress.message("Level 2A.")
        progress.result({"landslides": 4})
        progress.error("No such file.", 2)
    events = [parse_line(line) for line in said.getvalue().splitlines()]
    assert events[0] == Stage("Mapping", 0, 10, 0.0, None)
    assert events[1:] == [Message("Level 2A."), Result({"landslides": 4}), Failure("No such file.", 2)]


def test_how_far_the_whole_run_is_comes_through():
    said = io.StringIO()
    with redirect_stdout(said):
        progress = JsonProgress()
        progress.stage("one")
        progress.plan([Step("one", 1.0), Step("two", 3.0)])
        progress.stage("two", 10)
        progress.advance(5)
        progress.stage("two", 10)
    first, *_, last = [parse_line(line) for line in said.getvalue().splitlines()]
    assert first.overall is None and first.overall_left_s is None
    assert 0.25 <= last.overall <= 1
    assert parse_line('{"stage": "x", "overall": 1.5}').overall == 1
    assert parse_line('{"stage": "x", "overall": -1, "overall_left_s": "soon"}') == Stage("x", 0, None, 0.0, None, 0.0)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Traceback (most recent call last):",
        "{",
        "[]",
        "null",
        '{"stage": 3}',
        '{"message": null}',
        '{"result": [1]}',
        '{"other": 1}',
        '{"a":' * 100_000,
        "\0\x1b[31m",
    ],
)
def test_everything_else_is_noise(line):
    assert isinstance(parse_line(line), Noise)
    assert "\0" not in parse_line(line).text


def test_numbers_that_are_none():
    line = '{"stage": "x", "done": null, "total": true, "elapsed_s": NaN, "left_s": Infinity}'
    assert parse_line(line) == Stage("x", 0, None, 0.0, None)
    huge = '{"stage": "x", "done": 1, "total": 1' + "0" * 400 + "}"
    assert parse_line(huge).total is None


@given(st.text())
def test_no_line_raises(text):
    assert not isinstance(parse_line("{" + text), Stage)
    for line in (text, json.dumps({"stage": text, "done": text, "total": text})):
        assert isinstance(parse_line(line), (Stage, Message, Result, Failure, Noise))


@given(st.binary(max_size=300), st.integers(1, 20))
def test_lines_do_not_depend_on_how_the_bytes_arrive(data, size):
    splitter = LineSplitter()
    lines = [line for i in range(0, len(data), size) for line in splitter.feed(data[i : i + size])] + splitter.end()
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert lines == [line.rstrip(b"\r") for line in expected]


def test_a_line_that_is_too_long_keeps_its_beginning():
    splitter = LineSplitter()
    for _ in range(3):
        assert splitter.feed(b"a" * LONGEST_BYTES) == []
    first, second = splitter.feed(b"\nshort\n")
    assert len(first) < 3000
    assert str(3 * LONGEST_BYTES).encode() in first
    assert second == b"short"
