"""What is known: the relational model and the domain. No HTTP, no file formats."""
