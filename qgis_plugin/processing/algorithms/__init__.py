"""One module per algorithm; the provider takes every module with an ``ALGORITHM`` class (see docs/processing.md)."""
