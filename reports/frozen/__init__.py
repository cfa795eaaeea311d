"""Closed figures: frame rows kept when data were accepted, a snapshot made of them, how they differ from the records."""
