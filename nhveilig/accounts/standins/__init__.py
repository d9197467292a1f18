"""For whom one works: deputies, and assistants who prepare."""
