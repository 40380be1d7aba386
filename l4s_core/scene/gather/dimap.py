"""Products as SNAP saves them (BEAM-DIMAP): NAME.dim, an XML text, and NAME.data, a folder of ENVI files."""

from __future__ import annotations

from pathlib import Path

from l4s_core.base.archive import METADATA_LIMIT_BYTES
from l4s_core.base.errors import InputError
from l4s_core.base.xml import parse_xml

HEADER, DATA = ".dim", ".data"


def data_folder(header: Path) -> Path:
    """The folder of a product's bands. It is the one of its name: what the text says of paths is not followed.

    Raises
    ------
    InputError
        The text is no XML, carries entities, or the folder is not beside it.
    """
    try:
        large = header.stat().st_size > METADATA_LIMIT_BYTES
        if not large:
            parse_xml(header.read_bytes(), str(header))
    except OSError as error:
        raise InputError(f"{header} cannot be read ({error.strerror}); copy the product again.") from error
    folder = header.with_suffix(DATA)
    if not folder.is_dir():
        raise InputError(
            f"{header} is the text of a product whose bands lie in {folder.name}, and that folder is not beside it; "
            "copy both."
        )
    return folder
