"""What a half-year or twelve-month report tells: how every theme stood on the last day, and what changed since."""
