"""A cache that may fail: without it a page is made again."""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or(nothing: object) -> Callable[[Callable], Callable]:
    def decorated(method: Callable) -> Callable:
        @wraps(method)
        def forgiving(*args: object, **kwargs: object) -> object:
            try:
                return method(*args, **kwargs)
            except RedisError as error:
                logger.warning("The cache did not answer: %s", error)
                return nothing

        return forgiving

    return decorated


class ForgivingRedisCache(RedisCache):
    """Reading finds nothing and writing does nothing while Redis is away."""

    get = _or(None)(RedisCache.get)
    set = _or(None)(RedisCache.set)
