"""The workbook that goes back to the office: its own values, with result and reason beside every row.

`making` joins the rest: `notes` says what stands beside which row; `own` has the office's own .xlsx annotated in a
limited child process (`child`, `annotating`, `cleaning`); `anew` writes the values as a new .xlsx where that cannot be;
`inert` looks at the bytes that leave. Imports nothing here: the child starts from this package.
"""
