"""One process analysed, planned and held against a baseline; prints nothing."""
