"""Documents made from the records, each a declared `Document` in the registry; papers are foundation.papers."""

from reports.documents import letters, rating_forms  # noqa: F401 (they register themselves)
from reports.documents.model import Asked, Built, Document, documents

__all__ = ["Asked", "Built", "Document", "documents"]
