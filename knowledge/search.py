"""Search and reading as one person may do them.

Everything shown is a function of the query and of what this person's scope shows: document frequencies are summed over
the visible labels, the index is filtered by them, the guard checks every passage again. No score leaves here.
Does not know how the index works, how weights were learned, or how text is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.calibrate import Lines
from knowledge.explain import Explained, explained
from knowledge.features import Candidate
from knowledge.generations import Generation, Generations
from knowledge.index import Index
from knowledge.joined import Joined
from knowledge.learned import Learned
from knowledge.prepared import Shelf
from knowledge.question import Question, idf
from knowledge.rank import TOP, Ranked
from knowledge.reader import PLACES
from knowledge.rerank import Reranker, reordered
from knowledge.sureness import Found
from knowledge.tokens import Terms, terms
from records.store import Store
from trust.guard import admit
from trust.labels import join
from trust.principal import Principal, Scope
from trust.sources import Findings, Passage

LONGEST = 2000
"""Characters of a query that are looked at."""
HEAVIEST = 128
"""Terms of a query that the index is asked for; a long text has more, the rest weigh little."""
NEAREST = 20
"""Passages that dense vectors may add to the lexical ones."""


@dataclass(frozen=True)
class Asked:
    """A query in the light of one scope: `values` by term id for the index, `visible` passages searched.

    `index` is the one that answers it throughout. `vector` is the query's own, where that index holds vectors;
    `unknown` are its terms that nothing visible holds.
    """

    index: Index
    question: Question
    values: dict[int, float]
    visible: int
    vector: Sequence[float] | None
    unknown: frozenset[str] = frozenset()


class Searcher:
    """Implements `trust.turn.Search`. Built once; holds no state but what a passage's own text gives."""

    def __init__(
        self, store: Store, generations: Generations, learned: Learned, reranker: Reranker | None = None
    ) -> None:
        self._reranker = reranker
        self._store = store
        self._generations = generations
        self._learned = learned
        self._terms = Terms(store.vault.index_key)
        self._shelf = Shelf()
        self._lines = Lines()

    def find(
        self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None,
        made: bool = True,
    ) -> Findings:  # fmt: skip
        with self._generations.reading() as now:
            asked = self._asked(now, scope, query)
            ranked = self._ranked(principal, scope, asked, library, max(k, TOP), made=made)
        return _findings(query, [r.candidate.passage for r in ranked[:k]], asked.visible)

    def explain(self, principal: Principal, scope: Scope, query: str, *, k: int = 8) -> Explained:
        """The same search, with why each was chosen."""
        with self._generations.reading() as now:
            asked = self._asked(now, scope, query)
            ranked = self._ranked(principal, scope, asked, None, max(k, TOP))
        return explained(asked.question, asked.unknown, ranked, k)

    def telling(self, text: str) -> Sequence[tuple[str, float, bool]]:
        """The content words of any text, each with its nats and whether it is only a deed."""
        return self._learned.lexicon.telling(text)

    def read(self, principal: Principal, scope: Scope, query: str, findings: Findings) -> Findings:
        with self._generations.reading() as now:
            return self._read(now, principal, scope, query, findings)

    def _read(
        self, now: Generation, principal: Principal, scope: Scope, query: str, findings: Findings
    ) -> Findings:
        asked = self._asked(now, scope, query)
        ids = {p.id for p in findings.passages}
        every = self._ranked(principal, scope, asked, None, TOP, ids)
        ranked = [r for r in every if r.candidate.passage.id in ids]
        joined = [self._joined(principal, scope, r) for r in ranked[:PLACES]]
        near = [self._reread(r, j) for r, j in zip(ranked, joined, strict=False)]
        reading = self._learned.reader.read(asked.question, near)
        by_id = {j.whole.id: j for j in joined}
        quotes = [piece for quote in reading.quotes for piece in by_id[quote.passage_id].returned(quote)]
        quoted = {q.passage_id for q in quotes}
        more = [p.passage for j in joined for p in j.parts if p.passage.id in quoted - ids]
        shown = [*findings.passages, *dict.fromkeys(more)]
        value = self._sure(asked, every, near, reading.best)
        sure = bool(quotes) and self._above_the_line(now, principal, scope, value)
        return replace(_findings(query, shown, asked.visible), quotes=tuple(quotes), sure=sure)

    def _sure(self, asked: Asked, ranked: Sequence[Ranked], near: Sequence[Ranked], chance: float) -> float:
        words = self._learned.lexicon.content(asked.question.text)
        prepared = [r.prepared for r in near]
        return self._learned.sureness.of(Found(asked.question, words, ranked, prepared, asked.unknown, chance))

    def _above_the_line(self, now: Generation, principal: Principal, scope: Scope, value: float) -> bool:
        """Below it an answer is refused; drawn from what this scope shows, personal labels left out."""
        shared = self._store.labels.shared(scope)

        def sureness(probe: str) -> float:
            asked = self._asked(now, shared, probe)
            ranked = self._ranked(principal, shared, asked, None, TOP)
            near = [self._reread(r, self._joined(principal, shared, r)) for r in ranked[:PLACES]]
            chances = self._learned.reader.chances(asked.question, near)
            return self._sure(asked, ranked, near, float(chances.max(initial=0.0)))

        return self._lines.above(value, (now.number, *shared.key), sureness)

    def _asked(self, now: Generation, scope: Scope, query: str) -> Asked:
        text = query[:LONGEST]
        by_term = {term: self._terms.id(term) for term in dict.fromkeys(terms(text))}
        visible, held = self._store.terms.frequencies(scope, sorted(set(by_term.values()))) if by_term else (0, {})
        weights = {term: idf(visible, held.get(i, 0)) for term, i in by_term.items()}
        question = Question.of(text, self._learned.query, weights)
        known = [(mass, by_term[t]) for t, mass in question.mass.items() if held.get(by_term[t], 0)]
        heaviest = sorted(known, key=lambda pair: (-pair[0], pair[1]))[:HEAVIEST]
        values: dict[int, float] = {}
        for mass, i in heaviest:
            values[i] = values.get(i, 0.0) + mass
        unknown = frozenset(t for t in question.mass if not held.get(by_term[t], 0))
        vector = now.embedder.encode_queries([text])[0] if now.embedder and visible and question.mass else None
        return Asked(now.index, question, values, visible, vector, unknown)

    def _ranked(
        self,
        principal: Principal,
        scope: Scope,
        asked: Asked,
        library: str | None,
        size: int,
        also: Collection[str] = (),
        made: bool = True,
    ) -> list[Ranked]:
        """The `size` best candidates and the passages `also` asked for, in the ranker's order."""
        cosines = self._cosines(scope, asked, library, made=made)
        hits = asked.index.lexical(asked.values, scope.ids, library, size, made=made)
        ids = dict.fromkeys([*(h.id for h in hits), *cosines, *sorted(also)])
        cosines |= self._cosines(scope, asked, None, [i for i in ids if i not in cosines])
        passages = admit(principal, scope, self._store.library.passages(principal, scope, list(ids)))
        prepared = [self._shelf.prepare(p) for p in passages]
        mass = asked.question.mass
        candidates = [Candidate(p, p.lexical(mass), cosines.get(p.passage.id)) for p in prepared]
        candidates.sort(key=lambda c: (-c.score, c.passage.id))
        head = candidates if cosines or also else candidates[:TOP]
        ranked: Sequence[Ranked] = self._learned.order(asked.question, head)
        if self._reranker:
            ranked = reordered(self._reranker, asked.question.text, ranked)
        return [*ranked, *(Ranked(c, float("-inf")) for c in candidates[len(head) :])]

    def _cosines(
        self, scope: Scope, asked: Asked, library: str | None, only: Sequence[str] | None = None, made: bool = True
    ) -> dict[str, float]:
        """Cosines by passage: of the nearest ones, or of those in `only`. Empty without an embedder."""
        if asked.vector is None:
            return {}
        size = NEAREST if only is None else len(only)
        return {h.id: h.score for h in asked.index.dense(asked.vector, scope.ids, library, size, only, made)}

    def _joined(self, principal: Principal, scope: Scope, ranked: Ranked) -> Joined:
        passage = ranked.candidate.passage
        near = self._store.library.neighbours(principal, scope, passage.document_id, passage.ordinal, 1)
        return Joined.of(passage, [p for p in admit(principal, scope, near) if p.id != passage.id])

    def _reread(self, ranked: Ranked, joined: Joined) -> Ranked:
        candidate = replace(ranked.candidate, prepared=self._shelf.prepare(joined.whole))
        return replace(ranked, candidate=candidate)


def _findings(query: str, passages: Sequence[Passage], searched: int) -> Findings:
    label = join([p.label for p in passages]) if passages else None
    return Findings(query, tuple(passages), label, searched, bool(passages))
