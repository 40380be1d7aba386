"""The plugin's ``metadata.txt``."""

from __future__ import annotations

import configparser
from pathlib import Path

from plugin_zip.errors import PackagingError


def parse_metadata(text: str) -> dict[str, str]:
    """The ``[general]`` section, read as plugins.qgis.org reads it (so a bare % is an error).

    Raises
    ------
    configparser.Error
        It is not such a file.
    """
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the keys are case-sensitive
    parser.read_string(text)
    return dict(parser.items("general"))


def read_metadata(path: Path) -> dict[str, str]:
    """The ``[general]`` section of a file."""
    try:
        return parse_metadata(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        raise PackagingError(f"{path} cannot be read as the metadata of a plugin: {error}") from error
