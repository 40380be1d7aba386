"""From a checkout to ``landslides_l4s.VERSION.zip``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from plugin_zip.contents import PLUGIN_ID, SOURCE, plugin_files, write_zip
from plugin_zip.errors import PackagingError
from plugin_zip.metadata import read_metadata
from plugin_zip.rules import problems
from plugin_zip.translations import compile_translations
from plugin_zip.wheel import build_wheel

COPIES = {"metadata.txt": "metadata.txt", "palette.json": "l4s_core/base/palette.json"}
"""Files of the plugin and what they are copies of in the checkout: inside QGIS the plugin has neither."""


def version_of(repository: Path) -> str:
    """The version that the ``metadata.txt`` at the top of the checkout states."""
    version = read_metadata(repository / "metadata.txt").get("version", "")
    if not version:
        raise PackagingError(f"{repository / 'metadata.txt'} states no version")
    return version


def prepare(repository: Path) -> Path:
    """Bring up to date what the plugin folder holds but git does not keep, or keeps a copy of.

    The copies of ``metadata.txt`` and ``palette.json``, the compiled translations and ``wheels/``: then the folder
    itself works as a plugin (linked into a profile), and qgis-plugin-ci can make a zip of it. Returns the wheel.
    """
    plugin = repository / SOURCE
    for name, original in COPIES.items():
        wanted = (repository / original).read_bytes()
        if not (plugin / name).is_file() or (plugin / name).read_bytes() != wanted:
            (plugin / name).write_bytes(wanted)
    compile_translations(plugin / "i18n")
    return build_wheel(repository, version_of(repository), plugin / "wheels")


def make_plugin(repository: Path, output: Path) -> Path:
    """Make the zip, and check it by the rules before it appears.

    Returns
    -------
    Path
        ``output / "landslides_l4s.VERSION.zip"``.

    Raises
    ------
    PackagingError
        Something is missing or breaks a rule; an older zip is left as it was.
    """
    version = version_of(repository)
    plugin = repository / SOURCE
    target = output / f"{PLUGIN_ID}.{version}.zip"
    with tempfile.TemporaryDirectory(prefix="l4s-plugin-") as scratch:
        compile_translations(plugin / "i18n")
        wheel = build_wheel(repository, version, Path(scratch) / "wheels")
        files = plugin_files(plugin)
        files.update({name: repository / original for name, original in COPIES.items()})
        files["LICENSE"] = repository / "LICENSE"
        files[f"wheels/{wheel.name}"] = wheel
        draft = Path(scratch) / target.name
        write_zip(draft, files)
        wrong = problems(draft)
        if wrong:
            raise PackagingError("the zip breaks the rules for plugins:\n  " + "\n  ".join(wrong))
        try:
            output.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(draft, target.with_name(f".{target.name}.part"))
            target.with_name(f".{target.name}.part").replace(target)
        except OSError as error:
            raise PackagingError(f"{target} cannot be written: {error.strerror}") from error
    return target
