"""The shelves of the Hub: resources, their texts, files, relations and order."""
