"""``file:checksum`` of a STAC asset: a multihash, compared with a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

# multihash code (as it is written, a variable-length number) -> hashlib's name
_KINDS = {"11": "sha1", "12": "sha256", "13": "sha512", "d501": "md5"}


def agrees(path: Path, checksum: object) -> bool | None:
    """Whether the file has that checksum; None where it is of a kind that is not known here."""
    if not isinstance(checksum, str):
        return None
    text = checksum.lower()
    for code, kind in _KINDS.items():
        digest = hashlib.new(kind, usedforsecurity=False)
        head = f"{code}{digest.digest_size:02x}"
        if text.startswith(head) and len(text) == len(head) + 2 * digest.digest_size:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
            return digest.hexdigest() == text[len(head) :]
    return None
