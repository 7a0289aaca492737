"""Invented departmental inventories, what makes them, and the truth about them."""
