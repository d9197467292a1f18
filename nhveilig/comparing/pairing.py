"""Which of the old belongs to which of the new."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from nhveilig.comparing.passages import Passage

Thing = TypeVar("Thing")
Pair = tuple[Thing | None, Thing | None]
Key = Callable[[Thing], Hashable]
Words = Sequence[Hashable]

# Below this share of words in common two passages say different things.
ALIKE = 0.5
# A passage that stands almost whole in another is like it; a few words are no passage.
PART_OF_A_LONGER, LONG_ENOUGH = 0.6, 12
# Comparing everything with everything stops being worth it here; what is left is then removed and added.
MOST_COMPARISONS = 250_000


def likeness(old: Counter[Hashable], new: Counter[Hashable]) -> float:
    """The share of words in common, from 0 to 1, wherever they stand; less for a text that went up in a longer one."""
    before, after = old.total(), new.total()
    shortest = min(before, after)
    if not shortest:
        return 0.0
    few, many = (old, new) if len(old) < len(new) else (new, old)
    common = sum(min(number, many[word]) for word, number in few.items() if word in many)
    share = 2 * common / (before + after)
    return max(share, PART_OF_A_LONGER * common / shortest) if shortest >= LONG_ENOUGH else share


def by_keys(old: Sequence[Thing], new: Sequence[Thing], keys: Iterable[Key[Thing]]) -> list[Pair[Thing]]:
    """Pairs by the first key that both have once, then by the next; None as a key pairs nothing. In reading order."""
    return in_order(old, new, partners(old, new, keys))


def partners(old: Sequence[Thing], new: Sequence[Thing], keys: Iterable[Key[Thing]]) -> dict[int, int]:
    """The pairs as places: for each new thing that has a partner, the place of the old one."""
    partner: dict[int, int] = {}
    for key in keys:
        before = _unique(old, key, set(partner.values()))
        after = _unique(new, key, set(partner))
        partner |= {after[value]: before[value] for value in after if value in before}
    return partner


def by_likeness(old: Sequence[Words], new: Sequence[Words], partner: dict[int, int]) -> dict[int, int]:
    """What has no partner yet, by the words it consists of: the likest two first. None consists of nothing."""
    before = [place for place in range(len(old)) if old[place] and place not in partner.values()]
    after = [place for place in range(len(new)) if new[place] and place not in partner]
    found = dict(partner)
    bags = {i: Counter(old[i]) for i in before}, {j: Counter(new[j]) for j in after}
    matches = [(likeness(bags[0][i], bags[1][j]), i, j) for i in before for j in after]
    for alike, i, j in sorted(matches, key=lambda match: (-match[0], *match[1:])):
        if alike >= ALIKE and j not in found and i not in found.values():
            found[j] = i
    return found


def _unique(things: Sequence[Thing], key: Key[Thing], taken: set[int]) -> dict[Hashable, int]:
    found: dict[Hashable, list[int]] = {}
    for place, thing in enumerate(things):
        value = key(thing)
        if place not in taken and value is not None:
            found.setdefault(value, []).append(place)
    return {value: places[0] for value, places in found.items() if len(places) == 1}


def in_order(old: Sequence[Thing], new: Sequence[Thing], partner: dict[int, int]) -> list[Pair[Thing]]:
    """The new in its order, each with its partner; what has none follows what it stood behind in the old."""
    place_of = {before: after for after, before in partner.items()}
    removed: dict[int, list[Thing]] = {}
    last = -1
    for before, thing in enumerate(old):
        if before in place_of:
            last = place_of[before]
        else:
            removed.setdefault(last, []).append(thing)
    pairs: list[Pair[Thing]] = [(thing, None) for thing in removed.get(-1, [])]
    for after, thing in enumerate(new):
        pairs.append((old[partner[after]] if after in partner else None, thing))
        pairs += [(gone, None) for gone in removed.get(after, [])]
    return pairs


def passages(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair[Passage]]:
    """Equal passages first, then within each gap the likest ones, never crossing each other."""
    before, after = [one.identity for one in old], [one.identity for one in new]
    pairs: list[Pair[Passage]] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(old[i:j], new[k:m], strict=True)
        else:
            pairs += _likest(old[i:j], new[k:m])
    return pairs


def _likest(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair[Passage]]:
    if not old or not new or len(old) * len(new) > MOST_COMPARISONS:
        return [*((one, None) for one in old), *((None, one) for one in new)]
    worth = [[_worth(before, after) for after in new] for before in old]
    best = _best_sums(worth)
    pairs: list[Pair[Passage]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((one, None) for one in old[i:]), *((None, one) for one in new[j:])]


def _worth(old: Passage, new: Passage) -> float:
    if old.kind != new.kind:
        return 0.0
    alike = likeness(old.bag, new.bag)
    return alike if alike >= ALIKE else 0.0


def _best_sums(worth: list[list[float]]) -> list[list[float]]:
    """For each place the most likeness that pairs from there on can have together."""
    rows, columns = len(worth), len(worth[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = worth[i][j] + best[i + 1][j + 1] if worth[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    return best
