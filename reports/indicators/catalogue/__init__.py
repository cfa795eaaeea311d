"""The declared indicators, a module per chapter of the catalogue (A structure … H conditions)."""

# The order of the chapters is the order of the catalogue.
from reports.indicators.catalogue import structure  # noqa: F401, I001
from reports.indicators.catalogue import fitness  # noqa: F401
from reports.indicators.catalogue import knowledge  # noqa: F401
from reports.indicators.catalogue import attitude  # noqa: F401
from reports.indicators.catalogue import results  # noqa: F401
from reports.indicators.catalogue import training  # noqa: F401
from reports.indicators.catalogue import succession  # noqa: F401
from reports.indicators.catalogue import conduct  # noqa: F401
from reports.indicators.catalogue import conditions  # noqa: F401
