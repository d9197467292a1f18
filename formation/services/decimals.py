from formation.models import StaffCategory
from nhveilig.figures.values import Figure, decimals_needed


def show_whole(category: StaffCategory, figure: Figure) -> None:
    """Give the category the decimals that the figure needs, so that no page rounds it."""
    if (needed := decimals_needed([figure])) > category.decimals:
        category.decimals = needed
        category.save(update_fields=["decimals"])
