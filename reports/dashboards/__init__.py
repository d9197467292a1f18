"""What a page shows of everything at once: an eenheid, a theme, a municipality, a basisteam."""
