"""What comes while we listen, and what comes in between: pushes, losses, refusals."""

from __future__ import annotations

from domain.coverage import Reason
from domain.listening_settings import ListenerSettings

from .listening_post import Post, filled


async def test_a_private_channel_is_blind_and_says_why(post: Post) -> None:
    channel = filled(post.world, posts=2, comments=1)
    await post.listen()
    post.world.make_private(channel)

    (collected,) = await post.listen()

    assert collected.reason is Reason.NOT_PUBLIC


async def test_a_name_that_nobody_has_is_said_plainly(post: Post) -> None:
    (collected,) = await post.listen("nobody_here")

    assert "nobody on Telegram has this name" in (collected.error or "")


async def test_a_flood_wait_is_obeyed_and_then_all_is_there(post: Post) -> None:
    channel = filled(post.world, posts=3, comments=2)
    post.server.flood(1, method="messages.GetHistory")

    (collected,) = await post.listen()

    assert any(told.reason is Reason.FLOOD_WAIT for told in post.told)
    assert not collected.error
    assert post.held() == post.world.texts(channel)


async def test_a_cut_connection_loses_nothing(post: Post) -> None:
    channel = filled(post.world, posts=40, comments=10)
    post.server.drop_after(5)

    (collected,) = await post.listen()

    assert not collected.error
    assert post.held() == post.world.texts(channel)


async def test_a_revoked_session_is_told_and_stops_only_this_kind(post: Post) -> None:
    filled(post.world, posts=1, comments=1)
    post.server.revoke()

    (collected,) = await post.listen()

    assert collected.reason is Reason.LOGGED_OUT
    assert "kayfiyat login" in (collected.error or "")


async def test_pushed_comments_edits_and_deletions_arrive(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    post.listener = ListenerSettings(timeout=2, every=3600)
    async with post.listening(at_least=3000.0):
        await post.until_equal(channel)
        comment = post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)
        post.world.edit(comment, "Tuzatilgan")
        await post.until_equal(channel)
        post.world.delete(comment)
        await post.until_equal(channel)

    assert post.held() == {}


async def test_comments_that_are_not_pushed_are_asked_for(post: Post) -> None:
    channel = post.world.channel("kun", joined=False)
    parent = post.world.post(channel, "Narxlar")
    async with post.listening():
        await post.until_equal(channel)
        post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)


async def test_comments_switched_off_leave_the_posts(post: Post) -> None:
    channel = filled(post.world, posts=2, comments=2)
    await post.listen()
    post.world.switch_off_comments(channel)
    post.world.post(channel, "Yana")

    (collected,) = await post.listen()

    assert (collected.posts.added, collected.error) == (1, None)
    assert len(post.held()) == 4


async def test_another_account_finds_the_channel_anew(post: Post) -> None:
    channel = filled(post.world, posts=1, comments=1)
    await post.listen()
    channel.access_hash += 1

    (collected,) = await post.listen()

    assert not collected.error
    assert post.server.requests["contacts.ResolveUsername"] == 2


async def test_pushes_that_are_lost_are_made_up_for_by_asking(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    async with post.listening():
        await post.until_equal(channel)
        post.server.lose_updates()
        post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)


async def test_a_difference_that_is_too_long_hides_nothing(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    post.server.rpc.too_long = True
    async with post.listening():
        await post.until_equal(channel)
        post.server.lose_updates(3)
        for n in range(6):
            post.world.comment(parent, f"Yangi {n}", author=1)
        await post.until_equal(channel)


async def test_one_channel_in_trouble_holds_up_no_other(post: Post) -> None:
    private = filled(post.world, posts=2, comments=1, name="yopiq")
    channel = filled(post.world, posts=5, comments=3)
    post.world.make_private(private)

    blind, seen = await post.listen("yopiq", "kun")

    assert blind.reason is Reason.NOT_PUBLIC
    assert not seen.error
    assert post.held() == post.world.texts(channel)


async def test_a_person_and_a_group_are_refused(post: Post) -> None:
    filled(post.world, posts=1, comments=1)

    (group,) = await post.listen("kun_chat")

    assert group.reason is Reason.NOT_PUBLIC
    assert "is a group" in (group.error or "")
