"""For the workers that the tests start: as on one machine, and with chores to do."""

from nhveilig.settings.local import *
from nhveilig.settings.local import INSTALLED_APPS, JOB_LIMIT_SECONDS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.chores"]
# Nobody waits a minute here for what hangs.
CELERY_TASK_TIME_LIMIT = JOB_LIMIT_SECONDS + 5
