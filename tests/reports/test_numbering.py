"""Numbers follow from the outline; those of the documents that are there come out as they are printed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.models import Block
from reports.documents.numbering import numbers, tell_numbering
from reports.documents.services.outlines import Node, walk

FIXTURES = sorted(Path("fixtures").rglob("outline.json"))
Numbering = Block.Numbering


def below(node: Node) -> list[Node]:
    return node.children


def node(number: str = "", *children: Node, title: str = "Kop", numbering: str = "", **options) -> Node:
    return Node("prose", "a", number, title, options=options, children=list(children), numbering=numbering)


def read(described: list[dict]) -> list[Node]:
    return [
        Node(one["kind"], one["anchor"], one.get("number", ""), one.get("title", ""), options=one.get("options", {}),
             children=read(one.get("blocks", [])))
        for one in described
    ]  # fmt: skip


@pytest.mark.parametrize("path", FIXTURES, ids=str)
def test_every_outline_of_the_demo_keeps_its_numbers(path):
    nodes = read(json.loads(path.read_text())["blocks"])
    tell_numbering(nodes, below)
    assert [number for _, number in numbers(nodes, below)] == [one.number for one in walk(nodes)]
    own = {one.number for one in walk(nodes) if one.numbering == Numbering.OWN}
    assert all(number.startswith("Bijlage") for number in own)


def computed(*nodes: Node) -> list[str]:
    return [number for _, number in numbers(nodes, below)]


def test_what_counts_gets_its_place_below_its_parent():
    auto = {"numbering": Numbering.AUTO}
    tree = node("", node(**auto), node(**auto), **auto)
    assert computed(node(numbering=Numbering.NONE), tree, node(**auto)) == ["", "1", "1.1", "1.2", "2"]


def test_below_a_name_they_count_from_one_and_below_nothing_they_do_not():
    auto = {"numbering": Numbering.AUTO}
    named = node("Bijlage 1A", node(**auto), numbering=Numbering.OWN)
    bare = node("", node(**auto), numbering=Numbering.NONE)
    assert computed(named, bare, node(**auto)) == ["Bijlage 1A", "1", "", "", "1"]


def test_without_a_heading_or_on_paper_nothing_counts():
    auto = {"numbering": Numbering.AUTO}
    assert computed(node(title="", **auto), node(web_only=True, **auto), node(**auto)) == ["", "", "1"]


trees = st.recursive(
    st.builds(node, st.sampled_from(["", "1", "2", "1.1", "Bijlage 2"]), title=st.sampled_from(["", "Kop"])),
    lambda inner: st.builds(
        lambda top, few: node(top.number, *few, title=top.title), inner, st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.lists(trees, max_size=5))
def test_whatever_numbers_an_outline_has_it_keeps_them(nodes):
    tell_numbering(nodes, below)
    assert computed(*nodes) == [one.number for one in walk(nodes)]
