"""What a worker thread does with an answer: nothing of Qt may be freed there."""

from __future__ import annotations

import gc

import pytest

from qgis_plugin.backend.connection import _no_collection


def test_nothing_is_collected_meanwhile_and_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    with _no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), _no_collection():
        raise ValueError("x")
    assert gc.isenabled()
    gc.disable()
    try:
        with _no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
