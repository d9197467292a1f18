"""The only way in which budgets and their sources change."""
