"""What others send: one file per source."""
