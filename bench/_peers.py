"""The peers of the search benchmark, written as well as we can: PostgreSQL's and SQLite's own full text search.

Both answer the same question as the hub in one statement: documents with any of the words, those with all of them first,
a page of twenty with marked pieces, the total, and the count of every facet value without its own group's choice.
"""

import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from _corpus import GROUPS, Made

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from hub.postgres import private_server

CONFIGURATIONS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic", "zh": "simple"}
SPAN = 10_000  # numbers of the values of one group


class Codes:
    """Numbers every facet value, the values of a group side by side."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.used = dict.fromkeys(GROUPS, 0)

    def number(self, group: str, code: str) -> int:
        """Return the number of a value."""
        found = self.numbers.get((group, code))
        if found is None:
            found = self.numbers[group, code] = GROUPS.index(group) * SPAN + self.used[group]
            self.used[group] += 1
        return found

    def of(self, made: Made) -> list[int]:
        """Return the numbers of all values of a resource."""
        return [self.number(group, code) for group, codes in made.facets.items() for code in codes]

    def chosen(self, filters: dict[str, tuple[str, ...]]) -> list[tuple[int, list[int]]]:
        """Return (first number of the group, numbers chosen) for each filter."""
        return [(GROUPS.index(group) * SPAN, [self.number(group, code) for code in codes]) for group, codes in filters.items()]

    @staticmethod
    def bounds(groups: Sequence[str], column: str) -> str:
        """Return a condition that keeps the values of some groups only; nothing when all are wanted."""
        if len(groups) == len(GROUPS):
            return "TRUE"
        parts = [
            f"{column} BETWEEN {GROUPS.index(group) * SPAN} AND {GROUPS.index(group) * SPAN + SPAN - 1}" for group in groups
        ]
        return f"({' OR '.join(parts)})"


def _kept(chosen: list[tuple[int, list[int]]], value: str) -> str:
    """Return which counts a row gives: all of them when every filter holds, one group's when only its filter fails."""
    if not chosen:
        return "TRUE"
    names = [f"f{place}" for place in range(len(chosen))]
    parts = [" AND ".join(names)]
    for place, (first, _) in enumerate(chosen):
        others = [name for name in names if name != f"f{place}"]
        parts.append(" AND ".join([*others, f"{value} BETWEEN {first} AND {first + SPAN - 1}"]))
    return f"({' OR '.join(f'({part})' for part in parts)})"


def _reachable(conditions: list[str]) -> str:
    """Return which rows any count can need: at most one filter fails."""
    if len(conditions) < 2:
        return "TRUE"
    count = range(len(conditions))
    return f"({' OR '.join('(' + ' AND '.join(conditions[at] for at in count if at != left) + ')' for left in count)})"


def _any_of(chosen: list[tuple[int, list[int]]]) -> str:
    numbers = ", ".join(str(number) for _, chosen_numbers in chosen for number in chosen_numbers)
    return f"id IN (SELECT id FROM of_code WHERE code IN ({numbers}))"


class PostgreSQL:
    """A private PostgreSQL: stored tsvector and value arrays under GIN, both outside the row that counting reads."""

    name = "PostgreSQL"

    def __init__(self, stack: ExitStack, memory: str) -> None:
        settings = (f"shared_buffers={memory}", "maintenance_work_mem=1GB", "max_wal_size=8GB")
        self.url = stack.enter_context(private_server(*settings))
        self.connection = stack.enter_context(psycopg.connect(self.url, autocommit=True, prepare_threshold=None))
        self.backend = Path(f"/proc/{self.connection.info.backend_pid}/schedstat")
        self.codes = Codes()
        self.build_seconds = 0.0
        run = self.connection.execute
        # One core for one query, as for the others; compiling costs more than it gains here.
        run("SET max_parallel_workers_per_gather = 0; SET jit = off; SET work_mem = '256MB'; SET random_page_cost = 1.1")
        run("CREATE EXTENSION pg_trgm")
        run(
            "CREATE TABLE document (id int, configuration regconfig, recommended bigint, codes int[], title text, rest text,"
            " lexemes tsvector GENERATED ALWAYS AS"
            " (setweight(to_tsvector(configuration, title), 'A') || to_tsvector(configuration, rest)) STORED)"
            " WITH (toast_tuple_target = 256)"
        )

    def add(self, made: list[Made]) -> None:
        """Copy resources in."""
        began = time.perf_counter()
        copy = "COPY document (id, configuration, recommended, codes, title, rest) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(copy) as rows:
            for each in made:
                row = (each.number, CONFIGURATIONS[each.language], each.recommended, self.codes.of(each))
                rows.write_row((*row, " ".join(each.title), " ".join([*each.abstract, *each.body])))
        self.build_seconds += time.perf_counter() - began

    def finish(self) -> None:
        """Index everything, and count the words of titles for suggestions."""
        began, run = time.perf_counter(), self.connection.execute
        run("ALTER TABLE document ADD PRIMARY KEY (id)")
        run("CREATE INDEX ON document USING gin (lexemes) WITH (fastupdate = off)")
        run("CREATE INDEX ON document USING gin (codes) WITH (fastupdate = off)")
        run("CREATE INDEX ON document (recommended)")
        run(
            "CREATE TABLE word AS SELECT word, count(*)::int AS documents FROM"
            " (SELECT DISTINCT id, unnest(string_to_array(lower(title), ' ')) AS word FROM document) AS held GROUP BY word"
        )
        run("CREATE INDEX ON word (word text_pattern_ops)")
        run("CREATE INDEX ON word USING gin (word gin_trgm_ops)")
        run("VACUUM ANALYZE")
        self.build_seconds += time.perf_counter() - began

    def cpu(self) -> float:
        """Return the seconds that the backend and this process have computed."""
        return int(self.backend.read_text().split()[0]) / 1e9 + time.process_time()

    def ask(self, case: Any) -> Any:
        """Answer a case of ``search.py``."""
        if case.prefix:
            sql = "SELECT word FROM word WHERE word LIKE %s ORDER BY documents DESC, word LIMIT 8"
            return len(self.connection.execute(sql, [case.prefix + "%"]).fetchall())
        words = case.words
        if case.typo:
            near = "SELECT word FROM word WHERE word %% %s ORDER BY similarity(word, %s) DESC, documents DESC LIMIT 1"
            words = [row[0] for row in self.connection.execute(near, [case.typed, case.typed])]
            if not words:
                return 0
        sql, values = self._statement(case, words)
        rows = self.connection.execute(sql, values).fetchall()
        return next(row[1] for row in rows if row[0] == "total")

    def _in_every_language(self, word: str) -> str:
        """Return a word as it stands in texts of each language: nobody says which one a question is in."""
        sql = "SELECT DISTINCT to_tsquery(configuration::regconfig, %s)::text FROM unnest(%s::text[]) AS configuration"
        rows = self.connection.execute(sql, [word, list(CONFIGURATIONS.values())])
        return f"({' | '.join(lexemes for (lexemes,) in rows if lexemes)})"

    def _statement(self, case: Any, words: Sequence[str]) -> tuple[str, dict[str, Any]]:
        configuration, chosen = CONFIGURATIONS[case.language], self.codes.chosen(case.filters)
        values: dict[str, Any] = {"offset": case.offset} | {f"f{place}": row[1] for place, row in enumerate(chosen)}
        conditions = [f"codes && %(f{place})s::int[]" for place in range(len(chosen))]
        flags = "".join(f", {condition} AS f{place}" for place, condition in enumerate(conditions))
        every = " AND ".join(f"f{place}" for place in range(len(chosen))) or "TRUE"
        match, rank, order, snippet = [_reachable(conditions)], "", "recommended", "left(rest, 240)"
        if words:
            asked = [self._in_every_language(word) for word in words]
            values |= {"any": " | ".join(asked), "all": " & ".join(asked), "phrase": " <-> ".join(asked)}
            anyone, everyone, phrase = (f"%({name})s::tsquery" for name in ("any", "all", "phrase"))
            match.append(f"lexemes @@ {anyone}")
            tiers = [f"1000 * (lexemes @@ {everyone})::int"] if len(words) > 1 else []
            tiers += [f"1000 * (lexemes @@ {phrase})::int"] if case.phrase else []
            score = " + ".join([*tiers, f"ts_rank(lexemes, {anyone})"])
            # Rank is worked out for the rows of the answer only.
            rank = f", CASE WHEN {' AND '.join(conditions) or 'TRUE'} THEN {score} END AS rank"
            order, snippet = "rank DESC, recommended", f"ts_headline('{configuration}', rest, {anyone}, 'MaxFragments=2')"
        once = "MATERIALIZED" if words or chosen else "NOT MATERIALIZED"  # the whole table is better read as each part likes
        sql = (
            f"WITH base AS {once} (SELECT id, codes, recommended{flags}{rank} FROM document WHERE {' AND '.join(match)}),"
            f" page AS (SELECT id, row_number() OVER (ORDER BY {order}) AS place FROM base WHERE {every}"
            f" ORDER BY {order} LIMIT 20 OFFSET %(offset)s)"
            f" SELECT 'count' AS part, code, count(*)::int, NULL, NULL FROM base, unnest(codes) AS code"
            f" WHERE {_kept(chosen, 'code')} AND {Codes.bounds(case.groups, 'code')} GROUP BY code"
            f" UNION ALL SELECT 'total', count(*)::int, NULL, NULL, NULL FROM base WHERE {every}"
            f" UNION ALL SELECT 'hit', id, place::int, title, {snippet} FROM page JOIN document USING (id)"
        )
        return sql, values


class SQLite:
    """SQLite's FTS5 with its texts, and link tables both ways without row numbers."""

    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.codes, self.build_seconds = Codes(), 0.0
        self.connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"
            "PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296;"
            "CREATE VIRTUAL TABLE document USING fts5 (title, rest, tokenize = 'unicode61 remove_diacritics 2');"
            "CREATE VIRTUAL TABLE word USING fts5vocab (document, col);"
            "CREATE TABLE place (id INTEGER PRIMARY KEY, recommended INTEGER);"
            "CREATE TABLE of_document (id INTEGER, code INTEGER, PRIMARY KEY (id, code)) WITHOUT ROWID;"
            "CREATE TABLE of_code (code INTEGER, id INTEGER, PRIMARY KEY (code, id)) WITHOUT ROWID;"
        )

    def add(self, made: list[Made]) -> None:
        """Insert resources."""
        began, run = time.perf_counter(), self.connection.executemany
        self.connection.execute("BEGIN")
        texts = ((each.number, " ".join(each.title), " ".join([*each.abstract, *each.body])) for each in made)
        run("INSERT INTO document (rowid, title, rest) VALUES (?, ?, ?)", texts)
        run("INSERT INTO place VALUES (?, ?)", ((each.number, each.recommended) for each in made))
        links = [(each.number, code) for each in made for code in self.codes.of(each)]
        run("INSERT INTO of_document VALUES (?, ?)", links)
        run("INSERT INTO of_code VALUES (?, ?)", sorted((code, number) for number, code in links))
        self.connection.execute("COMMIT")
        self.build_seconds += time.perf_counter() - began

    def finish(self) -> None:
        """Merge the index into one piece and gather the planner's figures."""
        began, run = time.perf_counter(), self.connection.execute
        run("INSERT INTO document (document) VALUES ('optimize')")
        run("CREATE INDEX place_recommended ON place (recommended)")
        run("ANALYZE")
        self.build_seconds += time.perf_counter() - began

    def cpu(self) -> float:
        """Return the seconds that this process has computed."""
        return time.process_time()

    def ask(self, case: Any) -> Any:
        """Answer a case of ``search.py``; None for what FTS5 has not."""
        run = self.connection.execute
        if case.typo:
            return None
        if case.prefix:
            sql = "SELECT term FROM word WHERE col = 'title' AND term >= ? AND term < ? ORDER BY doc DESC LIMIT 8"
            return len(run(sql, [case.prefix, case.prefix + "\U0010ffff"]).fetchall())
        if not case.words and not case.filters:
            run(f"SELECT code, count(*) FROM of_code WHERE {Codes.bounds(case.groups, 'code')} GROUP BY code").fetchall()
            page = "SELECT id, title, substr(rest, 1, 240) FROM place JOIN document ON document.rowid = id"
            run(f"{page} ORDER BY recommended LIMIT 20 OFFSET ?", [case.offset]).fetchall()
            return run("SELECT count(*) FROM place").fetchone()[0]
        return self._ask(case)

    def _ask(self, case: Any) -> int:
        run, chosen = self.connection.execute, self.codes.chosen(case.filters)
        table, number = ("document", "rowid") if case.words else ("place", "id")
        held = f"SELECT 1 FROM of_document AS held WHERE held.id = {table}.{number} AND code IN"
        conditions = [f"EXISTS ({held} ({', '.join(map(str, numbers))}))" for _, numbers in chosen]
        flags = "".join(f", {condition} AS f{place}" for place, condition in enumerate(conditions))
        every = " AND ".join(f"f{place}" for place in range(len(chosen))) or "TRUE"
        quoted = [f'"{word}"' for word in case.words]
        anyone, tiers = " OR ".join(quoted), []
        if len(quoted) > 1:
            tiers.append(" AND ".join(quoted))
        if case.phrase:
            tiers.append(f'"{" ".join(case.words)}"')
        score, match = ("rank", "document MATCH ?") if case.words else ("recommended", _any_of(chosen))
        run(
            f"CREATE TEMP TABLE base AS SELECT {number} AS id,"
            f" CASE WHEN {' AND '.join(conditions) or 'TRUE'} THEN {score} END AS score{flags} FROM {table} WHERE {match}",
            [anyone] if case.words else [],
        )
        run(
            "SELECT code, count(*) FROM base CROSS JOIN of_document USING (id)"
            f" WHERE {_kept(chosen, '+code')} AND {Codes.bounds(case.groups, '+code')} GROUP BY code"
        ).fetchall()
        first = "".join("id IN (SELECT rowid FROM document WHERE document MATCH ?) DESC, " for _ in tiers)
        hits = run(f"SELECT id FROM base WHERE {every} ORDER BY {first} score", tiers).fetchall()
        run("DROP TABLE base")
        piece = "snippet(document, 1, '<mark>', '</mark>', '…', 32)" if case.words else "substr(rest, 1, 240)"
        sql = f"SELECT title, {piece} FROM document WHERE rowid = ?{' AND document MATCH ?' if case.words else ''}"
        for (hit,) in hits[case.offset : case.offset + 20]:
            run(sql, [hit, anyone] if case.words else [hit]).fetchone()
        return len(hits)
