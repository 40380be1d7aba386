"""The compiled translations that go into the plugin."""

from __future__ import annotations

from pathlib import Path

from plugin_text.compile import compile_ts, lrelease
from plugin_text.errors import TextError
from plugin_zip.errors import PackagingError


def compile_translations(folder: Path) -> None:
    """Compile every .ts beside itself; without lrelease the committed .qm serve, which a test keeps current.

    Raises
    ------
    PackagingError
        A translation does not compile, or there is neither lrelease nor a compiled file.
    """
    program = lrelease()
    for source in sorted(folder.glob("*.ts")):
        compiled = source.with_suffix(".qm")
        try:
            if program:
                compile_ts(program, source, compiled)
        except TextError as error:
            raise PackagingError(str(error)) from error
        if not compiled.is_file():
            raise PackagingError(
                f"{compiled.name} is missing and cannot be made: install lrelease (apt-get install qttools5-dev-tools)"
            )
