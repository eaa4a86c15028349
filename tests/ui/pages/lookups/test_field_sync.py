"""One field, several windows: nothing typed is lost, nothing stored elsewhere is overwritten unasked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imagen.ui.pages.lookups.field_sync import FieldSync, Heard


def test_an_idle_field_takes_a_change() -> None:
    sync = FieldSync("a")
    assert sync.heard("b") is Heard.TAKE
    assert (sync.mine, sync.is_dirty, sync.is_in_conflict) == ("b", False, False)


def test_a_held_or_changed_field_is_only_offered_it() -> None:
    held = FieldSync("a", is_held=True)
    assert held.heard("b") is Heard.CONFLICT
    changed = FieldSync("a")
    changed.typed("mine")
    assert changed.heard("b") is Heard.CONFLICT
    assert not changed.can_save
    assert changed.mine == "mine"


def test_keep_mine_may_be_saved_and_take_gives_theirs() -> None:
    sync = FieldSync("a")
    sync.typed("mine")
    sync.heard("b")
    sync.keep()
    assert sync.can_save
    sync.heard("c")
    assert sync.take() == "c"
    assert not sync.is_dirty


def test_the_echo_of_an_own_save_is_no_conflict() -> None:
    sync = FieldSync("a")
    sync.typed("ab")
    assert sync.sending() == "ab"
    sync.typed("abc")
    assert sync.heard("ab") is Heard.NOTHING  # it may be heard before the save returns
    sync.saved("ab")
    assert sync.can_save
    assert sync.mine == "abc"


def test_the_same_change_in_both_windows_agrees() -> None:
    sync = FieldSync("a")
    sync.typed("b")
    assert sync.heard("b") is Heard.NOTHING
    assert not sync.is_dirty
    sync.typed("x")
    sync.heard("c")
    sync.typed("c")
    assert not sync.is_in_conflict


def test_what_is_stored_in_its_normal_form_is_no_change() -> None:
    sync = FieldSync("big cat", normal=lambda text: " ".join(text.split()))
    sync.typed("  big   cat ")
    assert not sync.is_dirty


@given(
    st.lists(st.tuples(st.sampled_from(["type", "hear", "send", "saved", "refused", "hold"]), st.sampled_from("abc")))
)
def test_no_step_overwrites_what_was_typed_unasked(steps: list[tuple[str, str]]) -> None:
    sync = FieldSync("")
    sent: str | None = None
    for step, text in steps:
        before, dirty = sync.mine, sync.is_dirty
        if step == "type":
            sync.typed(text)
        elif step == "hear":
            taken = sync.heard(text)
            assert not (dirty and taken is Heard.TAKE)
            assert sync.mine == (text if taken is Heard.TAKE else before)
        elif step == "send" and sync.can_save and sent is None:
            sent = sync.sending()
        elif step == "saved" and sent is not None:
            sync.saved(sent)
            sent = None
        elif step == "refused":
            sync.refused()
            sent = None
        elif step == "hold":
            sync.is_held = not sync.is_held
