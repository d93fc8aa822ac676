"""What the doors share: Jinja environment, layout, components, formatters, serialisers. It has no views."""
