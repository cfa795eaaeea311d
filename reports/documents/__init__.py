"""Documents made from the records, each a declared `Document` in the registry; papers are foundation.papers."""

from reports.documents import (  # noqa: F401 (they register themselves)
    letters,
    party_file,
    personal_file,
    rating_forms,
)
from reports.documents.model import Asked, Built, Document, documents

__all__ = ["Asked", "Built", "Document", "documents"]
