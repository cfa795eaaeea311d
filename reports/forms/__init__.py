"""Statistical forms of the Ministry of Home Affairs, in their own layout: what each column counts, checks, papers."""

from reports.forms.model import BM02, BM04, FORM_ORDER, StatisticalForm

__all__ = ["BM02", "BM04", "FORM_ORDER", "StatisticalForm"]
