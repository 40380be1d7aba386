"""What file names say about the offset of the values: old processing baselines, producers that take it off."""

from __future__ import annotations

import re
from collections.abc import Iterable

# N0213 in S2A_MSIL2A_20190822T050651_N0213_R019_T43PFN_20190822T090509; from 04.00 on a name does not tell whether
# somebody took the offset off since
_OLD_BASELINE = re.compile(r"_N(0[0-3])(\d\d)(?!\d)")
_WITHOUT_OFFSET = (
    ("Harmonized Landsat Sentinel", re.compile(r"(?<![A-Za-z0-9])HLS\.S30\.", re.IGNORECASE)),
    ("Digital Earth Australia", re.compile(r"(?<![A-Za-z0-9])ga_s2[a-z]+_(?:nbart?_|ard_|\w*nbart?)", re.IGNORECASE)),
    ("FORCE", re.compile(r"(?<!\d)20\d{6}_LEVEL2_SEN2[A-D]_BOA", re.IGNORECASE)),
    ("the browser of Sentinel Hub or Copernicus", re.compile(r"_Sentinel-2_L(?:1C|2A)_B\w+_\(Raw\)", re.IGNORECASE)),
    ("Theia", re.compile(r"SENTINEL2[A-D]_20\d{6}-\d{6}-\d{3}_L2A_[\w-]+_[FS]RE_B", re.IGNORECASE)),
)


def no_offset_by_name(names: Iterable[str]) -> str | None:
    """Who says, by the names of a scene and its files, that nothing is added to the values; None where nobody does."""
    for name in names:
        if match := _OLD_BASELINE.search(name):
            return f"the processing baseline {match.group(1)}.{match.group(2)} in the name"
        for producer, pattern in _WITHOUT_OFFSET:
            if pattern.search(name):
                return f"{producer}, by the name,"
    return None
