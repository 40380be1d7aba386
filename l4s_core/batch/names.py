"""Names for the outputs of scenes: plain file names, each once."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from l4s_core.batch.job import SceneJob
from l4s_core.batch.wire import as_json

_ENDINGS = re.compile(r"(\.SAFE)?\.(zip|tiff?|jp2|vrt|img|json|geojson|xml)$|\.SAFE$", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST = 150  # with endings, below the 255 bytes of file systems


def plain_name(scene: str) -> str:
    """The name of a scene without folder and ending; of ``items.json#ID`` the ID."""
    file, mark, item = scene.partition(".json#")
    if mark:
        last = item
    else:
        remote = file.startswith(("http://", "https://", "s3://"))
        path = unquote(urlsplit(file).path) if remote else file.replace("\\", "/")
        last = PurePosixPath(path.rstrip("/")).name
    return _NOT_IN_NAMES.sub("_", _ENDINGS.sub("", last)).strip(". ")[:_LONGEST] or "scene"


def is_plain(name: str) -> bool:
    """Whether a name can be that of a file everywhere."""
    return name == name.strip(". ") and bool(name) and len(name) <= _LONGEST and not _NOT_IN_NAMES.search(name)


def told_apart(jobs: Sequence[SceneJob], chosen: Collection[str]) -> list[SceneJob]:
    """The jobs, those that share a name with six digits more, but for the names that the user chose (in lower case).

    The digits come from what a job is, not from where it stands in the list, so that it keeps its name when others are
    added.
    """
    # not all file systems tell upper from lower case
    count = Counter(job.name.casefold() for job in jobs)
    taken = set(chosen)
    named = []
    for job in jobs:
        if count[job.name.casefold()] > 1:
            if job.name.casefold() in taken:
                taken.discard(job.name.casefold())
            else:
                job = replace(job, name=f"{job.name}_{_digits(job)}")
        named.append(job)
    return named


def _digits(job: SceneJob) -> str:
    return hashlib.sha256(json.dumps(as_json(job), sort_keys=True).encode()).hexdigest()[:6]
