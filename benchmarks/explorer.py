"""How fast the explorer answers fifty different questions asked at once: wall time, and processor time by question.

Run it from the root of the repository::

    python -m benchmarks.explorer
"""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from urllib.request import urlopen

import deterrence as dt
from deterrence.present.explorer import Explorer, Workers, serve

ASKED = 50


def ask(address, moved):
    """One state, as the page asks for it."""
    with urlopen(address.replace("/?", f"/state?{moved}&")) as answer:
        return json.load(answer)


def burst(address, start):
    """Seconds until fifty questions with different values, all asked at once, are answered."""
    with ThreadPoolExecutor(ASKED) as crowd:
        began = time.perf_counter()
        answers = list(crowd.map(lambda k: ask(address, f"credibility={start + k / 10_000:.4f}"), range(ASKED)))
        taken = time.perf_counter() - began
    assert all("channels" in found for found in answers)
    return taken


def one_state(scenario):
    """Processor seconds of one state, in this process."""
    explorer = Explorer(scenario)
    explorer.state({})
    began = time.process_time()
    for k in range(ASKED):
        explorer.state({"credibility": Fraction(500 + k, 10_000)})
    return (time.process_time() - began) / ASKED


def main():
    """Print the figures, without and with processes beside the server."""
    scenario = dt.load("examples/airspace.toml")
    print(f"one state: {1000 * one_state(scenario):.1f} ms of processor time")
    for count in (0, Workers.count()):
        workers = Workers(scenario, count) if count else None
        if workers is not None:
            workers.wait()
        server, address = serve(Explorer(scenario, workers=workers))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ask(address, "")
        times = sorted(burst(address, 0.06 + 0.01 * k) for k in range(5))
        print(f"{ASKED} at once, {count} worker processes: {times[0]:.2f} s at best, {times[2]:.2f} s in the middle (wall)")
        server.shutdown()
        server.server_close()
        if workers is not None:
            workers.close()


if __name__ == "__main__":
    main()
