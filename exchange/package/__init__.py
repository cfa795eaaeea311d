"""The data package, the open exchange format: everything the records hold, as CSV tables (docs/package.md).

Modules: `tables` (what a package holds, declared once), `reading` (opening a folder or .zip), `cells` (text ↔ value),
`checking` (errors), `doubts` (what looks wrong in the records), `loading`, `dumping`, `writing`, `documentation`.
"""
