"""What landslides hit, and what lies on the way down from them."""
