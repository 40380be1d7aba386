"""Torch networks. Importing this package needs the ``train`` extra."""
