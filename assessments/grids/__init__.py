"""Yearly grids: the people of one unit on one page, one set of rows at a time, typed or pasted, saved at once."""
