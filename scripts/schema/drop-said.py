"""drop-said.py SOURCE.table FACTS.table: takes out of the second table, in place, what the first says of the same attribute."""
import sys


def facts(text):
    """Word and path of a fact → its text; `deprecated` has one path and words after it, the others have many paths."""
    for fact in text.split(" | "):
        word, rest = fact.split(" ", 1)
        if word == "deprecated":
            path, why = rest.split(" ", 1)
            yield word, path, f" {why}"
        else:
            for path in rest.split(" "):
                yield word, path, ""


def lines(file_name):
    with open(file_name, encoding="ascii") as file:
        return file.read().splitlines()


def main(source, table):
    said = {}
    for line in lines(source):
        if line.startswith("r "):
            _, name, text = line.split(" ", 2)
            said[name] = {(word, path) for word, path, _ in facts(text)}
    kept = []
    for line in lines(table):
        if line.startswith("r "):
            _, name, text = line.split(" ", 2)
            left = [fact for fact in facts(text) if fact[:2] not in said.get(name, ())]
            parts = []
            for word in ("sensitive", "replaces"):
                paths = [path for kind, path, _ in left if kind == word]
                if paths:
                    parts.append(f"{word} {' '.join(paths)}")
            parts += [f"{word} {path}{why}" for word, path, why in left if word == "deprecated"]
            line = f"r {name} {' | '.join(parts)}" if parts else None
        if line is not None:
            kept.append(line)
    with open(table, "w", encoding="ascii") as file:
        file.write("\n".join(kept) + "\n")


main(*sys.argv[1:])
