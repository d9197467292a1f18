"""Who lets people in: the administrators of each eenheid and of the country, named by who works for the country."""
