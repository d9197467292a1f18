"""What the portal asks of each reader. Nothing of it is stored: a task is there as long as the data ask for it."""
