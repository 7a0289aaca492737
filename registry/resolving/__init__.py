"""Which known thing does a row mean: matches, what sure matches share, and what persons judged."""
