"""How much memory one process of the portal may take, so that a file or a document cannot take that of all others."""

import resource

MEGABYTE = 2**20


def limit_memory(megabytes: int) -> None:
    """What asks for more than this gets a MemoryError, or ends its own process; a job is then tried again, or fails in
    words. A lower limit of the machine itself stays."""
    _, highest = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * MEGABYTE
    limit = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, highest))
