"""The pages of the budget. Reading asks `Permission.VIEW_BUDGET`, every change `Permission.EDIT_BUDGET`."""
