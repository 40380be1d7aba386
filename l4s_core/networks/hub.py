"""The hub of the libraries' published weights, asked once and without noise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ANSWER_S = 5.0
_TALKATIVE = ("huggingface_hub", "timm", "httpx", "segmentation_models_pytorch")


@contextmanager
def quiet_hub() -> Iterator[bool]:
    """Whether the hub answers; inside, its client is silent and, where it does not answer, looks in its cache only.

    The client by itself tries every file six times with growing pauses, a minute in all, and reports each one.
    """
    from huggingface_hub import constants

    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    settings: Any = constants
    offline = settings.HF_HUB_OFFLINE
    reachable = not offline and _answers(settings.ENDPOINT)
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    settings.HF_HUB_OFFLINE = not reachable
    try:
        yield reachable
    finally:
        settings.HF_HUB_OFFLINE = offline
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _answers(address: str) -> bool:
    """Whether there is any answer, through whatever proxy the client is set up with."""
    from huggingface_hub import utils

    client: Any = utils
    try:
        client.get_session().head(address, timeout=ANSWER_S)
    except Exception:  # those of requests or of httpx, by the version of the client
        return False
    return True
