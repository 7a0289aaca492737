"""What a reader asks: one file per screen or resource, for the API and the screens alike."""
