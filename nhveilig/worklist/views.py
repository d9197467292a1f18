from django.utils import timezone
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import breadcrumbs
from nhveilig.worklist.counts import keep_number
from nhveilig.worklist.presenters import ShownTask, choices, chosen_of, count_in_words
from nhveilig.worklist.queries import tasks_of


class TasksView(TemplateView):
    """All that is asked of the reader; of one kind with `?soort=`."""

    permission = Permission.VIEW_PORTAL
    template_name = "worklist/list.html"

    def get_context_data(self, **kwargs):
        access, asked = self.request.access, self.request.GET.get("soort", "")
        tasks = tasks_of(access, timezone.localdate())
        keep_number(access, len(tasks))
        return super().get_context_data(
            tasks=[ShownTask(task) for task in chosen_of(tasks, asked)],
            choices=choices(tasks, asked),
            lead=count_in_words(len(tasks)),
            breadcrumbs=breadcrumbs([], here="Taken"),
            **kwargs,
        )
