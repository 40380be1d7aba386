"""The windows of the plugin: panel, set-up page and what they are made of."""
