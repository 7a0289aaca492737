"""What others take away: one file per format."""
