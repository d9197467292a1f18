import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhveilig.settings.local")

app = Celery("nhveilig")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
