"""read-facts.py WHEEL_DIRECTORY SCHEMA.json OUT.table SOURCE: what Pulumi's bindings tell of the AWS provider beyond its schema.

Which attributes are secrets, which are deprecated and what replaces them, and of which the documentation says without a condition
that a change replaces the resource. The bindings have names of their own, so a class is matched with the resource type that has
the same attributes; a class that matches none is left out, as is an attribute that the schema does not have.
"""
import json
import os
import re
import sys

# "Changing this forces a new resource to be created." as a sentence of its own: anything more is a condition or another matter.
REPLACES = re.compile(
    r"(?:^|(?<=[.)] )|\()(?:(?:Changing|Modifying|Updating) (?:this|this value|this argument|this parameter|`\w+`)(?: will)? "
    r"(?:forces?|creates?|triggers?) (?:terraform |this provider |the provider )?(?:to create )?"
    r"(?:a |creation of a )?(?:new resource|replacement|new cluster)(?: of the resource)?(?: to be created)?"
    r"|Forces (?:a )?(?:new resource|replacement)(?: of the resource)?(?: (?:if|when) (?:changed|modified))?)[.)]",
    re.I,
)
CLASS = re.compile(r"^class (\w+)\(pulumi\.CustomResource\):", re.M)
TOKEN = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'aws:([\w/]+):(\w+)'")
SECRETS = re.compile(r"additional_secret_outputs=\[(.*?)\]")
# The getters of the resource class: one for every attribute, with its documentation.
GETTER = re.compile(
    r'    @_builtins\.property\n    @pulumi\.getter(?:\(name="(\w+)"\))?\n(?:    @_utilities\.deprecated\("""(.*?)"""\)\n)?'
    r'    def (\w+)\(self\)[^\n]*:\n(?:        """\n(.*?)        """\n)?', re.S)


def snake(name):
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name).lower()


def singulars(name):
    """The names that a list may have in the schema: Pulumi calls blocks by their plural."""
    yield name
    for plural, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if name.endswith(plural):
            yield name[: -len(plural)] + singular


def classes(directory):
    for folder, _, files in sorted(os.walk(os.path.join(directory, "pulumi_aws"))):
        for name in sorted(files):
            if not name.endswith(".py") or name.startswith("_"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            found, token = CLASS.search(text), TOKEN.search(text)
            if found and token and "has been deprecated in favor of" not in text[found.start() - 400 : found.start() + 400]:
                yield os.path.basename(folder), found.group(1), text[found.start() :]


def attributes(text):
    """What the getters of a class say: name → (deprecation, whether a change replaces the resource)."""
    return {
        name: (deprecation, bool(documentation and REPLACES.search(re.sub(r"\s+", " ", documentation.strip()))))
        for _, deprecation, name, documentation in GETTER.findall(text)
    }


def renamed(names, block):
    """The names of the schema for names of Pulumi, as far as there are any."""
    known = set(block["attributes"]) | set(block.get("blocks") or {})
    return {name: found for name in names for found in singulars(name) if found in known}


def likeness(names, block):
    known = (set(block["attributes"]) | set(block.get("blocks") or {})) - {"id", "timeouts"}
    return len(set(renamed(names, block).values()) - {"id"}) / max(len(known), len(set(names) - {"id"}), 1)


def best(service, name, names, resources):
    tail = snake(name).rstrip("_")
    scored = []
    for resource_type, block in resources.items():
        suffix = resource_type.removeprefix("aws_")
        near = suffix == f"{service.rstrip('_')}_{tail}" or suffix == tail or suffix.replace("_", "").endswith(tail.replace("_", ""))
        scored.append((likeness(names, block) + (0.15 if near else 0), resource_type))
    scored.sort(reverse=True)
    (first, resource_type), (second, _) = scored[:2]
    return resource_type if first >= 0.95 and first > second else None


def rename_text(text, tokens, resources):
    """Pulumi's names of resources in a message, as Terraform's."""

    def terraform(found):
        service, name = found.group(1).split(".")
        guess = f"aws_{service.rstrip('_')}_{snake(name)}"
        return f"`{tokens.get(found.group(1)) or (guess if guess in resources else found.group(1))}`"

    text = re.sub(r"\b([a-z0-9_]+\.[A-Z]\w*)\b", terraform, re.sub(r"\s+", " ", text).strip())
    return text.replace("``", "`")


def main(directory, schema_file, out, source):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    resources = schema["resources"]
    found, tokens = [], {}
    for service, name, text in classes(directory):
        said = attributes(text)
        resource_type = best(service, name, said, resources)
        if resource_type:
            found.append((resource_type, text, said))
            tokens[f"{service.rstrip('_')}.{name}"] = resource_type
    lines = {}
    for resource_type, text, said in found:
        block = resources[resource_type]
        names = renamed(said, block)
        secrets = {snake(word) for group in SECRETS.findall(text) for word in re.findall(r'"(\w+)"', group)}
        secrets = sorted({names[secret] for secret in secrets if secret in names})
        replaces = sorted({names[name] for name, (_, yes) in said.items() if yes and name in names
                           and any(block["attributes"].get(names[name], {}).get(flag) for flag in ("required", "optional"))})
        deprecated = sorted((names[name], rename_text(why, tokens, resources)) for name, (why, _) in said.items() if why and name in names)
        facts = []
        if secrets:
            facts.append("sensitive " + " ".join(secrets))
        if replaces:
            facts.append("replaces " + " ".join(replaces))
        facts += [f"deprecated {name} {why}" for name, why in deprecated]
        if facts:
            lines[resource_type] = f"r {resource_type} " + " | ".join(facts)
    header = [
        "# groundrules facts table 1 (docs/schema.md); written by scripts/update-schema, not by hand",
        f"# source {source}",
        f"# count {len(found)} of {len(resources)} resource types could be matched",
    ]
    body = sorted(line.encode("ascii", "ignore").decode() for line in lines.values())
    with open(out, "w", encoding="ascii") as file:
        file.write("\n".join(header + body) + "\n")


main(*sys.argv[1:])
