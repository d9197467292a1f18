import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from nhveilig.memory import limit_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhveilig.settings.local")

application = get_wsgi_application()
# Now and not for the first visitor, and before the processes of the web server part.
import_module(settings.ROOT_URLCONF)
limit_memory(settings.PROCESS_MEMORY_MB)
