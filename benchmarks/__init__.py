"""How fast, how big, and what comes out on real data."""
