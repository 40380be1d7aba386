"""Builds the documentation site from ``docs/`` and the code; ``scripts/docs`` runs it.

`assemble` lays the pages out in a folder of their own: those of ``docs/`` and of the top of the checkout, with links
that work there, and those that are written from the code (`commands`, `public_names`). ``docs/mkdocs.yml`` is the
navigation.
`made` looks at the built pages: dead links, missing headings, anything asked from elsewhere.
"""
