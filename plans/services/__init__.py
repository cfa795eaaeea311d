"""Acts on findings: running the rules, saying causes."""

from plans.services.causes import add_cause, change_cause, withdraw_cause
from plans.services.runs import keep_run, run_rules

__all__ = ["add_cause", "change_cause", "keep_run", "run_rules", "withdraw_cause"]
