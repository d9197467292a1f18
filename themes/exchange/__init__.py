"""A plan as one Excel file: its activities, results, targets and progress go out, and come in again."""
