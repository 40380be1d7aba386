"""The steps of `inventory.merging.merge.merge`: many inventories in, one out."""
