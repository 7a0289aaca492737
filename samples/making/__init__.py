"""How the sample inventories are made: systems are invented first, then written down the way departments do."""
