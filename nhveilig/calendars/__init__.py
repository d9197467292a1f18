"""The days of the portal in somebody's own calendar: a feed behind an address that only they know."""
