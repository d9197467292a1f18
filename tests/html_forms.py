"""The forms of a page, as a browser sends them."""

import html
import re


def form_of(page: str, key: str, by: str = "id") -> dict[str, str]:
    """What the form with this id (or class) holds when nobody touches it."""
    form = re.search(rf'<form [^>]*{by}="{key}".*?</form>', page, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if attributes.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        # A browser ends lines in its own way.
        found[name] = html.unescape(text).replace("\n", "\r\n")
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = html.unescape(re.search(r'value="([^"]*)" selected', options + 'value="" selected')[1])
    return found
