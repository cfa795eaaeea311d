"""The three frames every figure comes from: people(day), unit_years(year), movements(year); plus events of a year."""
