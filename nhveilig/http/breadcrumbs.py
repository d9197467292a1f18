"""Where a page stands: the pages above it, and itself."""

# What each is called, and its address.
Above = list[tuple[str, str]]


def breadcrumbs(above: Above, here: str) -> list[tuple[str, str | None]]:
    """For components/breadcrumb.html. The pages of one room share what stands `above` them, its first page too."""
    above = above[:-1] if above and above[-1][0] == here else above
    return [*above, (here, None)]
