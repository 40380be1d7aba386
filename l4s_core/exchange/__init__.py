"""Inventories as others have them: catalogues and file formats, both ways."""
