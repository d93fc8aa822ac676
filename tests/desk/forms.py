"""What a browser sends of a form before anything is typed into it."""

from tests.web.html import Node, read


def form_of(response, action: str) -> dict[str, list[str]]:
    """Return the values of the form with this address, by name."""
    form = read(response.content).one("form", action=action)
    found: dict[str, list[str]] = {}
    for field in (*form.all("input"), *form.all("textarea"), *form.all("select")):
        name = field.attributes.get("name", "")
        if name and name != "csrfmiddlewaretoken" and (value := _value(field)) is not None:
            found.setdefault(name, []).append(value)
    return found


def _value(field: Node) -> str | None:
    if field.tag == "textarea":
        return "".join(map(str, field.children)).removeprefix("\n")
    if field.tag == "select":
        options = field.all("option")
        chosen = next((each for each in options if "selected" in each.attributes), options[0])
        return chosen.attributes.get("value", chosen.text)
    if field.attributes.get("type") in {"checkbox", "radio"} and "checked" not in field.attributes:
        return None
    return field.attributes.get("value", "on")
