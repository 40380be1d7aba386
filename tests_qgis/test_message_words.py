"""What stands in the message bar: short, files by name, the whole of it in the tool tip."""

from __future__ import annotations

import pytest
from dock_kit import Desktop

from qgis_plugin.gui import messages

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ana/My maps/slides.gpkg is in use.", "slides.gpkg is in use."),
        ("Written: C:\\Users\\ana\\slides.gpkg", "Written: slides.gpkg"),
        ("/a/b/x.tif does not overlap /c/d/y.tif; choose another.", "x.tif does not overlap y.tif; choose another."),
        ("The file “/a/b/x.tif” and/or its folder", "The file “x.tif” and/or its folder"),
        ("See https://example.org/a/b/c for more.", "See https://example.org/a/b/c for more."),
        ("12 landslides, 3.4 ha; 33 % not observed", "12 landslides, 3.4 ha; 33 % not observed"),
        ("Root /tmp alone stays", "Root /tmp alone stays"),
    ],
)
def test_paths_are_shown_by_their_names(text: str, shown: str) -> None:
    assert messages.short(text) == shown


def test_the_tool_tip_has_all_of_it() -> None:
    desktop = Desktop()
    messages.fail(desktop.bar, "/home/ana/slides.gpkg is in use.")
    assert desktop.messages() == ["slides.gpkg is in use."]
    assert desktop.bar.items()[0].toolTip() == "/home/ana/slides.gpkg is in use."
