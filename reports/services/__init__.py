"""The one act of this floor: closing figures. All else here only reads."""

from reports.services.freezing import freeze

__all__ = ["freeze"]
