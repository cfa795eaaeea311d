"""Synthetic workforces: invented people for demonstration, tests and measurements.

Nothing here knows a model: everything is plain rows of the data package's tables, so a generated workforce
enters the system through the same door as anybody's package. Modules: `tables` (columns and writing),
`people` (a person's postings and levels), `names`, `calibration` (every number with its source), `levels`
(qualifications), `careers` and `ages` (who serves where and when, and how old they are), `years` (what happens
to a person in a year), `kinhmon` (the demonstration), `generic` (any size).
"""
