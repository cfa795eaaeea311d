"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from assessments import catalogues  # noqa: F401  registers the catalogues of awards, discipline and regimes
