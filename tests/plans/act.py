"""One run of the rules in a process of its own, so that it can be killed: `python -m tests.plans.act <verb> …`.

Prints `ready` when the act begins and one line of JSON when it has ended. The database is that of DATABASE_URL.
"""

# ruff: noqa: E402  (Django must be set up before the models can be imported)
from __future__ import annotations

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinhmon_cadre.settings")
django.setup()

from assessments.models import UnitYear
from foundation import audit
from foundation.actors import SystemActor
from foundation.models import AuditEvent
from plans.models import KnownFinding, RuleRun, RunFinding
from plans.services import run_rules

YEAR = 2021


def seed() -> dict:
    """Twenty units of two people without a computer: many findings to write."""
    from tests import factories

    for number in range(20):
        unit = factories.make_unit(f"3{number:04}", area=f"Khu {number % 4}")
        for _ in range(2):
            factories.make_official(unit=unit)
        UnitYear.objects.create(public_id=f"UY{number}", unit=unit, year=YEAR, computers=0)
    return {}


def run() -> dict:
    """Run the rules and keep what they find; how its findings stand."""
    made = run_rules(by=SystemActor(), year=YEAR)
    return dict(Counter(made.findings.values_list("state", flat=True)))


def look() -> dict:
    """What the database holds of runs, and whether the audit's chain is whole."""
    return {
        "runs": RuleRun.objects.count(),
        "findings": RunFinding.objects.count(),
        "known": KnownFinding.objects.count(),
        "events": AuditEvent.objects.filter(action="run_rules").count(),
        "audit": audit.first_broken_row() is None,
    }


def main() -> None:
    acts = {"seed": seed, "run": run, "look": look}
    print("ready", flush=True)
    print(json.dumps(acts[sys.argv[1]]()), flush=True)


if __name__ == "__main__":
    main()
