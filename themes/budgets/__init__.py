"""The money of an eenheid: budgets per year in versions, the sources they are paid from, and their pages."""
