"""For dev/bench: a warm Dask. For each number on standard input it runs so many no-ops on two processes, and prints the seconds."""
import sys, time
from distributed import Client, LocalCluster


def noop(item):
    return item


if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        for line in sys.stdin:
            begin = time.perf_counter()
            results = client.gather(client.map(noop, range(int(line)), pure=False))
            print(time.perf_counter() - begin, len(results), flush=True)
