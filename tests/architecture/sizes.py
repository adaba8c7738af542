"""`python -m tests.architecture.sizes`: how long files and functions are, longest first."""

from __future__ import annotations

from statistics import median, quantiles

from tests.architecture.house import functions, short, sources


def main() -> None:
    files = {short(path): len(path.read_text().splitlines()) for path in sources()}
    lengths = {
        f"{short(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in sources()
        for function in functions(path)
    }
    for title, measured in (("files", files), ("functions", lengths)):
        ninetieth = quantiles(measured.values(), n=10)[-1]
        print(
            f"{len(measured)} {title}: median {median(measured.values()):.0f} lines, 90th percentile {ninetieth:.0f}"
        )
        for name, length in sorted(measured.items(), key=lambda item: -item[1])[:8]:
            print(f"  {length:4d}  {name}")


if __name__ == "__main__":
    main()
