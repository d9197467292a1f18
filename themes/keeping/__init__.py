"""What is kept about the writing of a plan, as its writers see it: history, comments and the bin."""
