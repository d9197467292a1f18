"""Two texts compared word by word, as readers of a history or of two editions see it."""
