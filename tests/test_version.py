"""One version, wherever it is stated."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import l4s_core

ROOT = Path(__file__).resolve().parents[1]


def plugin_metadata() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    with (ROOT / "metadata.txt").open(encoding="utf-8") as file:
        parser.read_file(file)
    return parser["general"]


def test_the_plugin_metadata_states_the_version_of_the_package() -> None:
    assert plugin_metadata()["version"] == l4s_core.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", l4s_core.__version__)


def test_the_changelog_has_an_entry_for_the_version() -> None:
    headings = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(l4s_core.__version__ in heading for heading in headings)


def test_the_plugin_metadata_has_what_qgis_requires() -> None:
    general = plugin_metadata()
    required = ("name", "qgisMinimumVersion", "description", "version", "author", "email", "about", "repository")
    assert [key for key in required if not general.get(key)] == []
    assert "\n" not in general["about"], "QGIS shows one paragraph"
