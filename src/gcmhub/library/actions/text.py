"""Bring the text inside a file to the search."""

from django.db import transaction

from gcmhub.library.choices import State
from gcmhub.library.documents import documents
from gcmhub.library.extraction import extract_confined
from gcmhub.library.models import ResourceFile
from gcmhub.library.queries import COLLECTION
from gcmhub.search.actions import put_documents


def extract_file_text(file: ResourceFile) -> ResourceFile:
    """Read a stored file in a confined child and keep its text; safe to repeat.

    A scan, a locked or a broken file ends in a state that says so; nothing is raised for them.
    """
    extract = extract_confined(file.stored.path, file.media_type)  # outside the transaction: it may take a minute
    with transaction.atomic():
        file = ResourceFile.objects.select_for_update().select_related("resource").get(pk=file.pk)
        file.text, file.pages, file.extraction = extract.text, extract.pages, extract.state
        file.save(update_fields=["text", "pages", "extraction"])
        if file.resource.state == State.PUBLISHED:
            put_documents(COLLECTION, documents([file.resource.public_id]))
    return file
