"""Whether a result can be right: what is suspicious about the values of a scene (`scene`: `values`, `terrain`, `known`)
and about what a run found in it (`result`). Nothing here changes a result."""
