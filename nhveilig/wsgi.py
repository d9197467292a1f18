import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from nhveilig.memory import limit_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhveilig.settings.local")

application = get_wsgi_application()
limit_memory(settings.PROCESS_MEMORY_MB)
