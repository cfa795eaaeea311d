"""Reading one cell's meaning: pure functions, one module a kind of value."""
