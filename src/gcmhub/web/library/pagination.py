"""Pages of a list: which are linked, and under which address."""

from dataclasses import dataclass

from gcmhub.web.library.selection import Pairs, query_of


@dataclass(frozen=True)
class Pagination:
    """Where a page stands among the pages of a list."""

    total: int
    page: int
    size: int
    pairs: Pairs

    @property
    def last(self) -> int:
        """The number of the last page, 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """The place of the first resource on the page, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def last_item(self) -> int:
        """The place of the last resource on the page."""
        return min(self.page * self.size, self.total)

    def url(self, page: int) -> str:
        """Return the query of another page; a lone question mark for the bare list."""
        return query_of(self.pairs, page) or "?"

    def with_value(self, name: str, value: str) -> str:
        """Return the query of the list narrowed by one more value."""
        return query_of((*self.pairs, (name, value)))

    @property
    def pages(self) -> tuple[int | None, ...]:
        """The numbers to link: first, last, and those around; None stands for a gap."""
        near = {1, self.last, *range(self.page - 1, self.page + 2)}
        shown = sorted(page for page in near if 1 <= page <= self.last)
        row: list[int | None] = []
        for page in shown:
            if row and row[-1] is not None and page - row[-1] > 1:
                row.append(page - 1 if page - row[-1] == 2 else None)
            row.append(page)
        return tuple(row)
