"""What the answers and the bodies look like."""
