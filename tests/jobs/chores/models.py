from django.db import models

from nhveilig.jobs.models import Job, JobQuerySet


class Chore(Job):
    """`what` names a function of the services; `pid` is the process that did it last."""

    what = models.CharField(max_length=20)
    pid = models.PositiveIntegerField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = "taak"
        verbose_name_plural = "taken"
