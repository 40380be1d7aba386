"""The steps of `inventory.merge.merge`: many inventories in, one out."""
