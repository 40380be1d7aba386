"""Texts in QGIS's message bar, with buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Callable

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from ..i18n_text import tr

Button = tuple[str, Callable[[], None]]
_IN_NAME = r"[^\s/\\:*?\"<>|“”]"
_IN_FOLDER = rf"{_IN_NAME}(?:[^/\\:*?\"<>|“”\n]*{_IN_NAME})?"  # with spaces, but not at its ends
_PATH = re.compile(rf"(?<![\w/\\:])(?:[A-Za-z]:)?[/\\](?:{_IN_FOLDER}[/\\])+({_IN_NAME}+)")


def warn(bar: Any, text: str, buttons: Sequence[Button] = ()) -> Any:
    """Something the user has to change; returns what `take_back` wants."""
    return _push(bar, text, Qgis.MessageLevel.Warning, buttons, seconds=15)


def take_back(bar: Any, item: Any) -> None:
    """Take a message away that is no longer true, unless it has gone by itself."""
    if item is not None and not sip.isdeleted(item):
        bar.popWidget(item)


def fail(bar: Any, text: str, buttons: Sequence[Button] = ()) -> None:
    """A run that did not work; stays until it is closed."""
    _push(bar, text, Qgis.MessageLevel.Critical, buttons, seconds=0)


def succeed(bar: Any, text: str, buttons: Sequence[Button] = ()) -> None:
    """A run that worked; stays until it is closed, as the run may have taken an hour."""
    _push(bar, text, Qgis.MessageLevel.Success, buttons, seconds=0)


def doubt(bar: Any, text: str, buttons: Sequence[Button] = ()) -> None:
    """What makes a result that is there unlikely to be right; stays until it is closed."""
    _push(bar, text, Qgis.MessageLevel.Warning, buttons, seconds=0)


def inform(bar: Any, text: str) -> None:
    _push(bar, text, Qgis.MessageLevel.Info, (), seconds=8)


def short(text: str) -> str:
    """A sentence for one line: files by their names, without their folders."""
    return _PATH.sub(lambda found: found.group(1), text)


def _push(bar: Any, text: str, level: Any, buttons: Sequence[Button], seconds: int) -> Any:
    item = bar.createMessage(tr("L4S"), short(text))
    item.setToolTip(text)  # where the bar has no room for all of it, and for the folders
    for name, slot in buttons:
        button = QPushButton(name, item)
        button.clicked.connect(lambda _checked=False, slot=slot: slot())
        item.layout().addWidget(button)
    item.setLevel(level)
    item.setDuration(seconds)
    bar.pushItem(item)
    return item
