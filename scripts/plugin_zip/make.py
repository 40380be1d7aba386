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
SAMPLE = ("sample/puthumala", "examples/puthumala")
"""The folder of "Try with sample data", and what it is a copy of; git keeps it once."""
_SAMPLE_BYTES = 3_000_000  # everybody who installs the plugin downloads it


def version_of(repository: Path) -> str:
    """The version that the ``metadata.txt`` at the top of the checkout states."""
    version = read_metadata(repository / "metadata.txt").get("version", "")
    if not version:
        raise PackagingError(f"{repository / 'metadata.txt'} states no version")
    return version


def prepare(repository: Path) -> Path:
    """Bring up to date what the plugin folder holds but git does not keep, or keeps a copy of.

    The copies of ``metadata.txt`` and ``palette.json``, the compiled translations, ``sample/`` and ``wheels/``: then
    the folder itself works as a plugin (linked into a profile), and qgis-plugin-ci can make a zip of it. Returns the
    wheel.
    """
    plugin = repository / SOURCE
    for name, original in COPIES.items():
        wanted = (repository / original).read_bytes()
        if not (plugin / name).is_file() or (plugin / name).read_bytes() != wanted:
            (plugin / name).write_bytes(wanted)
    compile_translations(plugin / "i18n")
    sample = sample_files(repository)
    shutil.rmtree(plugin / SAMPLE[0], ignore_errors=True)
    (plugin / SAMPLE[0]).mkdir(parents=True)
    for name, file in sample.items():
        shutil.copyfile(file, plugin / name)
    return build_wheel(repository, version_of(repository), plugin / "wheels")


def sample_files(repository: Path) -> dict[str, Path]:
    """Paths inside the plugin and the files of the sample scene."""
    inside, original = SAMPLE
    files = sorted(path for path in (repository / original).glob("*") if path.suffix == ".tif" or path.name == "NOTICE")
    size = sum(path.stat().st_size for path in files)
    if not files:
        raise PackagingError(f"the sample scene {original} is missing")
    if size > _SAMPLE_BYTES:
        raise PackagingError(f"the sample scene {original} has {size} bytes; at most {_SAMPLE_BYTES} fit in the plugin")
    return {f"{inside}/{path.name}": path for path in files}


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
        files.update(sample_files(repository))
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
