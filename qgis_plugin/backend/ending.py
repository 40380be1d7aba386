"""How a program ended that did not say so itself, in one sentence."""

from __future__ import annotations

import signal

from .words import tr

# What Windows puts into the exit code when it ends a program itself.
_ACCESS_VIOLATION = 0xC0000005
_LIBRARY_MISSING = {0xC0000135, 0xC0000139}
_OUT_OF_MEMORY = {0xC0000017, 0xC00000FD}
_FIRST_STATUS = 0xC0000000


def crashed(exit_code: int) -> bool:
    """True where the system ended the program: a signal, or a status of Windows."""
    return exit_code < 0 or exit_code >= _FIRST_STATUS


def ending_sentence(exit_code: int, last_words: str | None = None) -> str:
    """Why there is no result. ``exit_code`` as `subprocess.Popen.returncode` has it."""
    if exit_code < 0:
        return _by_signal(-exit_code)
    if crashed(exit_code):
        return _by_status(exit_code)
    words = (last_words or "").strip()
    if words.startswith("Error: "):
        words = words[len("Error: ") :]
    if words:
        return tr("The calculation ended with an error (code {code}): {words}").format(code=exit_code, words=words)
    if exit_code == 0:
        return tr("The calculation ended without a result and without saying why. Try again; the log has what it said.")
    return tr("The calculation ended with an error (code {code}) without saying why. See the log.").format(
        code=exit_code
    )


def _by_signal(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = str(number)
    if name == "SIGKILL":
        return tr(
            "The system ended the calculation (SIGKILL). Most often the memory was full: close other programs or "
            "choose a smaller area."
        )
    if name == "SIGTERM":
        return tr("Something outside QGIS ended the calculation (SIGTERM). Start it again.")
    return tr(
        "The calculation crashed ({name}): a library failed. Try again; if it happens again, repair the set-up of l4s."
    ).format(name=name)


def _by_status(status: int) -> str:
    name = f"0x{status:08X}"
    if status in _LIBRARY_MISSING:
        return tr(
            "The calculation could not start ({name}): a system library is missing. Install the Microsoft Visual C++ "
            "Redistributable, then try again."
        ).format(name=name)
    if status in _OUT_OF_MEMORY:
        return tr("The memory was full ({name}): close other programs or choose a smaller area.").format(name=name)
    if status == _ACCESS_VIOLATION:
        name = f"{name}, access violation"
    return tr(
        "The calculation crashed ({name}): a library failed. Try again; if it happens again, repair the set-up of l4s."
    ).format(name=name)
