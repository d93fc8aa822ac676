"""Write the pages of documentation about life cycles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gcmhub.workflow.diagrams import page_of
from gcmhub.workflow.lives import all_lives


class Command(BaseCommand):
    """One Markdown file a life cycle."""

    help = "Write one page a life cycle, made from its table, into a folder (docs/lives)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for life in all_lives():
            (folder / f"{life.name}.md").write_text(page_of(life.machine))
            self.stdout.write(f"{life.name}.md")
