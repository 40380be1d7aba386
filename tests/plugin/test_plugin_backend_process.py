"""Running the backend: real programs that behave, crash, chatter and refuse to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugin_backend_kit import REPOSITORY, clean_environment, program, running, wait_until
from qgis_plugin.backend.process import run
from qgis_plugin.backend.process_tree import start_options, taskkill
from qgis_plugin.backend.protocol import Message, Noise, Stage

pytestmark = pytest.mark.slow

RESULT = 'print(\'{"result": {"landslides": 3}}\', flush=True)\n'


def start(text: str, *, cancelled=lambda: False, **options):
    events = []
    outcome = run(
        program(text), environment=clean_environment(), on_event=events.append, cancelled=cancelled, **options
    )
    return outcome, events


def test_a_run_that_works():
    outcome, events = start(
        'print(\'{"stage": "Reading", "done": 1, "total": 4, "elapsed_s": 0.5, "left_s": 1.5}\')\n'
        'print(\'{"message": "gr\\u00fc\\u00df"}\')\n' + RESULT
    )
    assert (outcome.exit_code, outcome.facts, outcome.error, outcome.cancelled) == (0, {"landslides": 3}, None, False)
    assert events[:2] == [Stage("Reading", 1, 4, 0.5, 1.5), Message("grüß")]
    assert "grüß" in outcome.log


def test_garbage_on_standard_output_harms_nothing():
    outcome, events = start(
        "import sys\n"
        "w = sys.stdout.buffer.write\n"
        "w(bytes(range(256)) + b'\\n')\n"
        "w(b'x' * 5_000_000 + b'\\n')\n"
        'w(b\'{"message": "half a li\\n\')\n'
        "w(b'[' * 200_000 + b'\\n')\n"
        "sys.stdout.flush()\n" + RESULT + "w(b'the end without a line end')"
    )
    assert outcome.facts == {"landslides": 3}
    noise = [event.text for event in events if isinstance(event, Noise)]
    assert any("5000000 bytes" in text for text in noise)
    assert any(text.startswith("the end") for text in noise)
    assert max(map(len, noise)) < 5000
    assert not any("\0" in text for text in noise)


def test_megabytes_without_a_line_end_take_no_memory():
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome, _ = start("import sys\nfor _ in range(200): sys.stdout.buffer.write(b'y' * 1_000_000)\nprint()\n" + RESULT)
    assert outcome.facts == {"landslides": 3}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


def test_standard_error_is_kept_within_bounds():
    outcome, _ = start("import sys\nfor i in range(100_000): print('line', i, file=sys.stderr)\n" + RESULT)
    assert outcome.log.rstrip().endswith("line 99999")
    assert "earlier lines left out" in outcome.log
    assert len(outcome.log) < 250_000


def test_chatter_loses_nothing_and_keeps_its_order():
    outcome, events = start('for i in range(50_000): print(\'{"message": "%d"}\' % i)\n' + RESULT)
    messages = [event.text for event in events if isinstance(event, Message)]
    assert messages == [str(i) for i in range(50_000)]
    assert outcome.error is None


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL"])
def test_a_crash_is_a_sentence(name):
    outcome, _ = start(f"import os, signal\nos.kill(os.getpid(), signal.{name})")
    assert name in outcome.error
    assert outcome.exit_code == -getattr(signal, name)
    assert outcome.facts is None
    assert not outcome.cancelled


def test_a_crash_after_the_result_is_no_failure():
    outcome, _ = start(RESULT + "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert outcome.error is None
    assert outcome.facts == {"landslides": 3}


def test_no_result_and_no_word():
    assert "without a result" in start("pass")[0].error
    outcome, _ = start("import sys; sys.exit(7)")
    assert outcome.exit_code == 7
    assert "7" in outcome.error


def test_the_last_words_are_in_the_sentence():
    outcome, _ = start("import sys\nprint('Usage: ...', file=sys.stderr)\nsys.exit('Error: No such option: --foo')")
    assert outcome.error.endswith("No such option: --foo")
    outcome, _ = start('import sys\nprint(\'{"error": "The DEM is empty.", "exit_code": 2}\')\nsys.exit(2)')
    assert (outcome.error, outcome.exit_code) == ("The DEM is empty.", 2)


def test_a_program_that_is_not_there(tmp_path):
    outcome = run([str(tmp_path / "python")], environment={}, on_event=lambda event: None, cancelled=lambda: False)
    assert str(tmp_path / "python") in outcome.error
    assert outcome.exit_code != 0
    outcome = run(
        program("pass"),
        environment=clean_environment(),
        on_event=lambda event: None,
        cancelled=lambda: False,
        cwd=tmp_path / "no such folder",
    )
    assert outcome.error


STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = "import os, signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " \\
    "g = subprocess.Popen([sys.executable, '-c', 'import signal, time; signal.signal(15, 1); time.sleep(60)']); " \\
    "print(os.getpid(), g.pid, flush=True); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", child])
print(os.getpid(), flush=True)
if len(sys.argv) > 1:
    sys.exit(0)
time.sleep(60)
"""


def pids(events) -> list[int]:
    return [int(word) for event in events if isinstance(event, Noise) for word in event.text.split()]


def cancelled_run(command, ready) -> tuple:
    """Start, cancel once ``ready(events)``, and say how long the end took."""
    events = []
    asked = []

    def cancelled() -> bool:
        if ready(events):
            asked.append(time.monotonic())
        return bool(asked)

    outcome = run(command, environment=clean_environment(), on_event=events.append, cancelled=cancelled)
    return outcome, events, time.monotonic() - asked[0]


def test_cancel_ends_what_refuses_to_end_with_its_descendants():
    outcome, events, seconds = cancelled_run(program(STUBBORN), lambda events: len(pids(events)) == 3)
    assert outcome.cancelled
    assert outcome.exit_code == 130
    assert seconds < 3
    assert not any(map(running, pids(events)))


def test_cancel_lets_the_program_clean_up():
    text = (
        "import signal, sys, time\n"
        'def stop(*_): print(\'{"error": "Stopped; nothing was written.", "exit_code": 130}\'); sys.exit(130)\n'
        "signal.signal(signal.SIGTERM, stop)\nprint('ready', flush=True)\ntime.sleep(60)"
    )
    outcome, _, seconds = cancelled_run(program(text), lambda events: bool(events))
    assert outcome.cancelled
    assert seconds < 1


KILLED = """
import os, signal, sys, time
from pathlib import Path
from l4s_core.base.outputs import work_folder
from l4s_core.base.partial import partial_folder
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
output = Path(sys.argv[1].partition("=")[2])
work = work_folder(output.parent)
(work / "probability.tif").write_text("half")
elsewhere = work_folder(None)
with partial_folder(output) as folder:
    (folder / output.name).write_text("half")
    print(elsewhere, flush=True)
    time.sleep(60)
"""


def test_what_is_killed_before_it_could_tidy_up_leaves_nothing(tmp_path):
    """And what is not of this run stays: of another run, of the user."""
    kept = [".l4s-0123", ".slides.gpkg.0123456789abcdef0123456789abcdef.7.x.partial", "notes.txt", "older.gpkg"]
    for name in kept:
        (tmp_path / name).mkdir()
    output = f"--output={tmp_path / 'slides.gpkg'}"
    seen = []

    def there(events):
        seen[:] = [path.name for path in tmp_path.iterdir() if path.name not in kept]
        return len(seen) == 2 and bool(events)

    outcome, events, seconds = cancelled_run([sys.executable, "-c", KILLED, output], there)
    assert outcome.cancelled and seconds < 3.5
    assert len(seen) == 2, "it had begun, or this says nothing"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
    [elsewhere] = [event.text for event in events if isinstance(event, Noise) and event.text]
    assert ".l4s-" in elsewhere and not Path(elsewhere).exists()


def test_a_run_that_the_system_kills_leaves_nothing(tmp_path):
    code = KILLED.replace("    time.sleep(60)", "    os.kill(os.getpid(), signal.SIGKILL)")
    outcome = run(
        [sys.executable, "-c", code, f"--output={tmp_path / 'slides.gpkg'}"],
        environment=clean_environment(),
        on_event=lambda _event: None,
        cancelled=lambda: False,
    )
    assert "SIGKILL" in outcome.error
    assert list(tmp_path.iterdir()) == []


def test_cancel_in_the_middle_of_chatter():
    outcome, _, seconds = cancelled_run(
        program('while True: print(\'{"message": "again and again"}\')'), lambda events: len(events) > 1000
    )
    assert outcome.cancelled
    assert seconds < 3


def test_no_zombie_and_no_orphan_is_left():
    # the program ends at once, its child lives on and holds the pipe open
    command = [sys.executable, "-c", STUBBORN, "leave"]
    events = []
    begin = time.monotonic()

    def on_event(event):
        events.append(event)

    run(command, environment=clean_environment(), on_event=on_event, cancelled=lambda: False)
    assert time.monotonic() - begin < 5
    wait_until(lambda: not any(map(running, pids(events))), 2)
    assert pids(events)
    with pytest.raises(ChildProcessError):  # the program itself has been collected; other tests have children too
        os.waitpid(pids(events)[0], os.WNOHANG)


def test_a_listener_that_fails_leaves_no_process():
    seen = []

    def on_event(event):
        seen.append(event)
        raise RuntimeError("the panel was closed")

    with pytest.raises(RuntimeError, match="panel"):
        run(
            program("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)"),
            environment=clean_environment(),
            on_event=on_event,
            cancelled=lambda: False,
        )
    assert not any(map(running, pids(seen)))


def test_standard_input_closes_when_the_starter_is_killed(tmp_path):
    watcher = tmp_path / "watcher.py"
    watcher.write_text(
        "import os, pathlib, sys\n"
        "assert os.environ['L4S_WATCH_STDIN'] == '1'\n"
        "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n"
        "sys.exit(0 if os.read(0, 1) == b'' else 1)\n"
    )
    starter = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from qgis_plugin.backend.process import run\n"
        f"run([sys.executable, {str(watcher)!r}, {str(tmp_path / 'pid')!r}], environment={{}},"
        " on_event=print, cancelled=lambda: False)\n"
    )
    process = subprocess.Popen(program(starter))
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    pid = int((tmp_path / "pid").read_text())
    assert running(pid)
    process.kill()
    process.wait()
    wait_until(lambda: not running(pid), 3)


def test_the_windows_way_of_starting_and_ending():
    flags = start_options("Windows")["creationflags"]
    assert flags & 0x200, "CREATE_NEW_PROCESS_GROUP"
    assert flags & 0x08000000, "CREATE_NO_WINDOW"
    assert "start_new_session" not in start_options("Windows")
    assert start_options("Linux") == start_options("Darwin") == {"start_new_session": True}
    assert taskkill(42, {"SYSTEMROOT": r"D:\Win"}) == [r"D:\Win\System32\taskkill.exe", "/T", "/F", "/PID", "42"]


def test_nothing_of_qgis_and_nothing_newer_than_its_python():
    import ast

    for file in sorted((REPOSITORY / "qgis_plugin" / "backend").glob("*.py")):
        tree = ast.parse(Path(file).read_text(encoding="utf-8"), feature_version=(3, 9))
        names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) if not node.level]
        outside = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
        assert not outside, f"{file.name} imports {outside}"
