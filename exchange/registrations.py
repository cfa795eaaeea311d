"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""
