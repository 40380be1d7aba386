"""A made-up mountain scene: terrain, Sentinel-2-like bands, landslides with their truth, written as a real product.

For the demo and the tests. Nothing in it is data about a real place, and nothing was taken from a real scene.
"""
