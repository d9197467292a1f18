"""The demo data of the policy: plans with their themes, and the uitvoeringsplannen of a year."""

from themes.seeding.policy import seed

__all__ = ["seed"]
