"""A ledger: the landslides of one place over the years, each under the same identity."""
