"""Landslides that were mapped as one, split along the flow."""
