"""A cache that may fail: without it a page is made again."""

import json
import logging
from collections.abc import Callable
from functools import wraps

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def is_anything_kept() -> bool:
    return not isinstance(caches["default"], DummyCache)


def _forgiving(method: Callable) -> Callable:
    @wraps(method)
    def forgiven(*args: object, **kwargs: object) -> object:
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            logger.warning("The cache did not answer: %s", error)
            return None

    return forgiven


class JsonSerializer:
    def dumps(self, value: object) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> object:
        return json.loads(data)


class ForgivingRedisCache(RedisCache):
    """Reading finds nothing and writing does nothing while Redis is away."""

    get = _forgiving(RedisCache.get)
    set = _forgiving(RedisCache.set)
    set_many = _forgiving(RedisCache.set_many)
    delete = _forgiving(RedisCache.delete)
