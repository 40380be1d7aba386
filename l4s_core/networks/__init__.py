"""Networks. Describing and listing them needs no torch; building one needs the ``train`` extra."""
