"""One inventory against another: what agrees, what only one of them has, and how sure that is."""
