"""A life cycle as a page of documentation: a drawing, who may do what, what happens by itself."""

from gcmhub.workflow.rules import START, STAY, Machine


def page_of(machine: Machine) -> str:
    """Return a life cycle in Markdown, with a Mermaid drawing that GitHub and others show."""
    origin = "Made by `./hub manage describe_lives docs/lives` from the table in the code."
    parts = [f"# Life cycle: {machine.name}", origin, drawing_of(machine)]
    parts += ["## Steps", steps_of(machine), "## Who may do what in which state", permissions_of(machine)]
    if machine.deadlines:
        parts += ["## What happens by itself", deadlines_of(machine)]
    return "\n\n".join(parts) + "\n"


def drawing_of(machine: Machine) -> str:
    """Return the states and the ways between them as a Mermaid state diagram; steps that stay are left out."""
    names = {state: state.replace("-", "_") for state in machine.states}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.replace("-", " ")}" as {name}' for state, name in names.items() if state != name]
    for way in machine.transitions:
        if way.target != STAY:
            lines += [f"    {names.get(source, '[*]')} --> {names[way.target]}: {way.action}" for source in way.sources]
    lines += [f"    {names[state]} --> [*]" for state in machine.states if state in machine.final]
    return "\n".join([*lines, "```"])


def steps_of(machine: Machine) -> str:
    """Return one row an action and target."""
    rows = [
        [
            way.action,
            ", ".join(source or "(start)" for source in way.sources),
            "(stays)" if way.target == STAY else way.target,
            ", ".join(way.roles),
            ", ".join(way.guards),
            ", ".join(way.reasons),
            ", ".join(way.notices),
        ]
        for way in machine.transitions
    ]
    return table(["action", "from", "to", "roles", "must hold", "reasons", "mails"], rows)


def permissions_of(machine: Machine) -> str:
    """Return one row a state and role: every action that is allowed; what is not named is refused."""
    rows = []
    for state in (START, *machine.states):
        for role in machine.roles:
            allowed = [way.action for way in machine.ways_from(state, {role})]
            if allowed:
                rows.append([state or "(start)", role, ", ".join(allowed)])
    return table(["state", "role", "actions"], rows)


def deadlines_of(machine: Machine) -> str:
    """Return one row a deadline."""
    rows = [[deadline.state, str(deadline.after), deadline.kind, deadline.does] for deadline in machine.deadlines]
    return table(["in state", "after", "deadline", "what happens"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])
