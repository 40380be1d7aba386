"""What is seen while a review is going on: how far it is, the polygon, and the buttons of every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from .actions import Action
from .describe import decision_of, facts_of, status_word
from .details import Details
from .order import Count
from .polygon_list import PolygonList
from .session import ReviewSession

COLUMNS = 3


class WorkPage(QWidget):
    """Progress and name on top, tabs that give way, then the hint and the buttons: these are always in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)  # in some themes of QGIS it cannot be read on the bar
        self.progress.setMaximumHeight(8)
        self.count_label = words()
        self.name_label = words()
        self.facts_label = words()
        self.shown_label = words()
        self.hint_label = hint()
        self.details = Details()
        self.list = PolygonList()
        self.above_button = QPushButton()
        self.buttons: dict[str, QToolButton] = {}
        self._actions: dict[str, Action] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._polygon_tab(), tr("Polygon"))
        self.tabs.addTab(self._list_tab(), tr("List") + "  [I]")
        self._grid = QGridLayout()
        self._grid.setSpacing(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        for widget in (self.progress, self.count_label, self.name_label):
            outer.addWidget(widget)
        outer.addWidget(self.tabs, 1)
        for widget in (self.shown_label, self.hint_label):
            outer.addWidget(widget)
            widget.hide()
        outer.addLayout(self._grid)

    def _polygon_tab(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.details)
        column.addWidget(self.facts_label)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _list_tab(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list, 1)
        column.addWidget(self.above_button)
        return page

    def turn(self) -> None:
        """From the polygon to the list, or back."""
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())

    def add_buttons(self, table: Iterable[Action], do: Callable[[Action], None]) -> None:
        """A button for each action that wants one; ``do`` is called with the action."""
        for action in table:
            if action.name == "accept_above":
                self.above_button.setText(f"{action.text}  [{action.key}]")
                self.above_button.setToolTip(action.tip)
                self.above_button.clicked.connect(lambda _checked=False, action=action: do(action))
            if not action.button:
                continue
            button = QToolButton()
            button.setText(f"{action.text}  [{action.key}]")
            button.setToolTip(action.tip)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, action=action: do(action))
            place = len(self.buttons)
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            self.buttons[action.name] = button
            self._actions[action.name] = action

    def add_reasons(self, reasons: Iterable[tuple[str, str, str]], do: Callable[[str], None]) -> None:
        """A menu on the button of rejection: reject, and say why at once."""
        button = self.buttons["reject"]
        menu = QMenu(button)
        for key, value, text in reasons:
            menu.addAction(f"{key}  {text}").triggered.connect(lambda _checked=False, value=value: do(value))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def say_hint(self, text: str) -> None:
        """A hint above the buttons; an empty one takes it away."""
        self.hint_label.setText(text)
        self.hint_label.setVisible(bool(text))

    def say_shown(self, text: str) -> None:
        """Which picture is on the map now."""
        self.shown_label.setText(text)
        self.shown_label.setVisible(bool(text))

    def show_count(self, count: Count) -> None:
        self.progress.setMaximum(max(count.total, 1))
        self.progress.setValue(count.done)
        done = tr("{done} of {total} reviewed").format(done=count.done, total=count.total)
        kinds = tr("{accepted} accepted, {rejected} rejected, {edited} edited").format(
            accepted=count.accepted, rejected=count.rejected, edited=count.edited
        )
        self.count_label.setText(f"{done}: {kinds}" if count.done else done)

    def show_polygon(self, session: ReviewSession) -> None:
        """The current polygon of a review, and which one of how many it is."""
        feature = session.feature()
        place, total = session.place()
        if feature is None:
            self.name_label.setText(tr("There is no polygon to review."))
            self.facts_label.clear()
        else:
            if session.walks_all:
                where = tr("{place} of {total}, most worth a look first").format(place=place, total=total)
            elif place:
                where = tr("{place} of {total} in the list").format(place=place, total=total)
            else:
                where = tr("not in the list")
            decision = decision_of(feature, session.reviewer()) or status_word(feature["status"])
            self.name_label.setText(f"<b>{escape(str(feature['ls_id']))}</b> ({where})<br>{escape(decision)}")
            self.facts_label.setText("<br>".join(facts_of(feature)))
        self.details.show_polygon(feature)
        self.list.show_session(session)
        for name, button in self.buttons.items():
            button.setEnabled(feature is not None or not self._actions[name].needs_polygon)


def words() -> QLabel:
    """A label whose lines wrap and can be copied."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def hint() -> QLabel:
    """A label that stands out in every theme: in the theme's own colours of what is selected."""
    label = words()
    label.setStyleSheet(
        "background: palette(highlight); color: palette(highlighted-text); padding: 4px; border-radius: 3px;"
    )
    return label
