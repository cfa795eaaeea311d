"""Reading office workbooks (contracts 3), one module a stage.

gate → readers (both inside `child`) → layout → columns/values → rows → matching → result → commit.
Everything up to `rows` is pure: no database, no clock. Nothing before `commit` writes to the records.
"""
