"""Lines of Python are counted the same each time, in threads as well."""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.counting import count_lines


def loop(times: int) -> None:
    for _ in range(times):
        pass


def in_a_thread(times: int) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(loop, times).result()


def test_a_loop_counts_for_each_turn() -> None:
    few, many, aside = (
        count_lines(work)[loop.__code__] for work in (lambda: loop(10), lambda: loop(1010), lambda: in_a_thread(10))
    )
    assert (many - few, aside) == (2000, few)
