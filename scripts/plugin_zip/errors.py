"""What stops the making of the plugin, in one sentence."""

from __future__ import annotations


class PackagingError(Exception):
    """The plugin cannot be packaged; the text says why and what to do."""
