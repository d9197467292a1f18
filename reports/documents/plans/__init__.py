"""A uitvoeringsplan as an edition freezes it: its parts, its groups of activities and results, its tables."""
