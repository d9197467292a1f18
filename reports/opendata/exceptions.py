"""What went wrong, as RFC 9457 writes it: a Dutch sentence for people, a status and a type for programs."""

import json

from django.http import HttpResponse

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "Deze vraag klopt niet",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Dit formaat is er niet",
    500: "Er ging iets mis",
}


class ApiProblem(Exception):
    """Answered as application/problem+json. `parameter` names what in the query string is wrong, if anything."""

    def __init__(self, status: int, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def problem_response(problem: ApiProblem) -> HttpResponse:
    body = {"type": "about:blank", "status": problem.status, "title": TITLES[problem.status], "detail": problem.detail}
    if problem.parameter:
        body["parameter"] = problem.parameter
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text.encode(), content_type=PROBLEM_JSON, status=problem.status)
