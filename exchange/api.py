"""API resources of this floor."""
