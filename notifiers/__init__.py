"""What we tell others: one file for each channel."""
