"""read-source.py SOURCE_DIRECTORY AWS.table OUT.table WHAT: what the Go source of the AWS provider says of its attributes beyond its schema.

SOURCE_DIRECTORY is a checkout of hashicorp/terraform-provider-aws, or an index of it with one declaration a file (`*.goindex`).
Read are the declarations of resources: which attributes and nested blocks are `ForceNew` or `RequiresReplace`, `Sensitive` and
`Deprecated`. Nothing is run; what a declaration computes (`ForceNewIf`, a plan modifier of its own) is left out.
"""
import os
import re
import sys

import tree_sitter
import tree_sitter_go

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_go.language()))
MODULE = "github.com/hashicorp/terraform-provider-aws/"
# Changing the argument replaces the resource, whatever it changes to. (The third leaves it alone when the argument is taken away, as `ForceNew`
# of an optional and computed argument does.)
REPLACING = {"RequiresReplace", "RequiresReplaceIfConfigured"}
# How deep blocks are followed: statements of web ACLs hold statements.
DEPTH = 6


def text_of(node):
    return node.text.decode()


def children(node, kind):
    return [child for child in node.named_children if child.type == kind]


class File:
    """The imports of a file, by the name that the file has for them."""

    def __init__(self, source, package, root):
        self.source, self.package, self.imports = source, package, {}
        for spec in descendants(root, "import_spec"):
            path = text_of(spec.child_by_field_name("path")).strip('"')
            name = spec.child_by_field_name("name")
            self.imports[text_of(name) if name else path.rsplit("/", 1)[-1]] = path


def descendants(node, kind):
    if node.type == kind:
        yield node
    for child in node.named_children:
        yield from descendants(child, kind)


class Code:
    """A node in the file where it stands, with what the parameters and variables around it stand for."""

    def __init__(self, node, file, scope=None):
        self.node, self.file, self.scope = node, file, scope or {}

    def at(self, node):
        return Code(node, self.file, self.scope)


class Source:
    def __init__(self, directory):
        self.directory, self.packages = directory, {}

    def package(self, path):
        """The declarations of a package: functions, variables and constants by name, methods as TYPE.METHOD, types as `type NAME`."""
        if path not in self.packages:
            self.packages[path] = declared = {}
            folder = os.path.join(self.directory, path)
            for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
                if (name.endswith(".go") and not name.endswith("_test.go")) or name.endswith(".goindex"):
                    self.read(path, os.path.join(folder, name), declared)
        return self.packages[path]

    def read(self, package, path, declared):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if path.endswith(".goindex"):
            # One declaration, under a package clause that is a path; a variable or constant without its keyword.
            text = text.split("\n", 1)[-1]
            if os.path.basename(path).startswith("var."):
                head, end, tail = text.partition("\n)\n") if text.startswith("import (") else ("", "", text)
                text = f"{head}{end}var (\n{tail}\n)\n"
            text = "package p\n" + text
        root = PARSER.parse(text.encode()).root_node
        file = File(self, package, root)
        for node in root.named_children:
            if node.type == "function_declaration":
                declared[text_of(node.child_by_field_name("name"))] = Code(node, file)
            elif node.type == "method_declaration":
                receiver = [text_of(n) for n in descendants(node.child_by_field_name("receiver"), "type_identifier")]
                if receiver:
                    declared[f"{receiver[0]}.{text_of(node.child_by_field_name('name'))}"] = Code(node, file)
            elif node.type == "type_declaration":
                for spec in children(node, "type_spec"):
                    declared["type " + text_of(spec.child_by_field_name("name"))] = Code(spec, file)
            elif node.type in ("var_declaration", "const_declaration"):
                for spec in [*descendants(node, "var_spec"), *descendants(node, "const_spec")]:
                    value = spec.child_by_field_name("value")
                    names = children(spec, "identifier")
                    if value and len(names) == 1 and len(value.named_children) == 1:
                        declared[text_of(names[0])] = Code(value.named_children[0], file)


def lookup(code):
    """What an identifier, or a name of another package, stands for; `None` for what is not in the source."""
    node = code.node
    if node.type == "identifier":
        name = text_of(node)
        return code.scope.get(name) or code.file.source.package(code.file.package).get(name)
    if node.type == "selector_expression":
        path = code.file.imports.get(text_of(node.child_by_field_name("operand")), "")
        if path.startswith(MODULE):
            return code.file.source.package(path.removeprefix(MODULE)).get(text_of(node.child_by_field_name("field")))
    return None


def result(code):
    """What a call evaluates to, as the expression that is returned last; `None` if the function is not in the source."""
    arguments = [code.at(node) for node in code.node.child_by_field_name("arguments").named_children]
    function = callee(code.at(code.node.child_by_field_name("function")))
    if function is None:
        # `maps.Clone(x)` and the like.
        return arguments[0] if arguments else None
    return returned(function, arguments)


def callee(code, depth=0):
    """The function that an expression stands for: a declaration or a literal."""
    if depth > 8:
        return None
    kind = code.node.type
    if kind in ("function_declaration", "func_literal"):
        return code
    if kind in ("identifier", "selector_expression"):
        found = lookup(code)
        return found and callee(found, depth + 1)
    if kind == "type_instantiation_expression":
        return callee(code.at(code.node.named_children[0]), depth + 1)
    if kind == "call_expression":
        found = result(code)
        return found and callee(found, depth + 1)
    return None


def returned(function, arguments):
    scope = dict(function.scope)
    names = [
        text_of(name)
        for parameter in children(function.node.child_by_field_name("parameters"), "parameter_declaration")
        for name in children(parameter, "identifier")
    ]
    scope.update(zip(names, arguments))
    body = function.node.child_by_field_name("body")
    inner = Code(body, function.file, scope)
    locals_of(inner)
    returns = [node for node in own(body, "return_statement") if node.named_children]
    return inner.at(returns[-1].named_children[0].named_children[0]) if returns else None


def own(node, kind):
    """Nodes of a kind, without those of inner functions."""
    for child in node.named_children:
        if child.type == kind:
            yield child
        if child.type != "func_literal":
            yield from own(child, kind)


def locals_of(code):
    """Puts the variables of a body into its scope, with what is put into them afterwards (`x["name"] = …`, `x.ForceNew = true`)."""
    for node in own(code.node, "short_var_declaration"):
        left, right = (node.child_by_field_name(side).named_children for side in ("left", "right"))
        if len(left) == len(right):
            for name, value in zip(left, right):
                code.scope.setdefault(text_of(name), code.at(value))
    for node in own(code.node, "assignment_statement"):
        left, right = (node.child_by_field_name(side).named_children for side in ("left", "right"))
        if len(left) == 1 and len(right) == 1 and left[0].type in ("index_expression", "selector_expression"):
            operand = left[0].child_by_field_name("operand")
            key = left[0].child_by_field_name("index" if left[0].type == "index_expression" else "field")
            if operand.type == "identifier" and text_of(operand) in code.scope:
                later = code.scope.setdefault("later " + text_of(operand), [])
                later.append((code.at(key), code.at(right[0])))


def literal(code, depth=0):
    """The composite literal that an expression leads to, with what was put into it later: (literal, entries)."""
    node = code.node
    if depth > 12:
        return None, []
    if node.type == "composite_literal":
        return code, []
    if node.type in ("unary_expression", "parenthesized_expression", "literal_element"):
        return literal(code.at(node.named_children[-1]), depth + 1)
    if node.type == "literal_value":
        return code, []
    if node.type == "call_expression":
        found = result(code)
    elif node.type == "func_literal":
        found = returned(code, [])
    elif node.type == "function_declaration":
        found = returned(code, [])
    elif node.type in ("identifier", "selector_expression"):
        found = lookup(code)
        if found is not None:
            inner, entries = literal(found, depth + 1)
            return inner, entries + code.scope.get("later " + text_of(node), [])
    else:
        found = None
    return literal(found, depth + 1) if found is not None else (None, [])


def entries(code):
    """The pairs (key, value) of a literal, or of what leads to one."""
    found, later = literal(code)
    if found is None:
        return
    body = found.node if found.node.type == "literal_value" else found.node.child_by_field_name("body")
    for element in children(body, "keyed_element"):
        key, value = element.named_children[0], element.named_children[-1]
        yield found.at(key.named_children[0] if key.type == "literal_element" else key), found.at(value)
    yield from later


def fields(code):
    return {text_of(key.node): value for key, value in entries(code)}


def plain(code):
    return code.at(code.node.named_children[0]) if code.node.type == "literal_element" else code


def is_true(code, depth=0):
    if code is None or depth > 8:
        return False
    code = plain(code)
    if code.node.type == "true":
        return True
    if code.node.type == "unary_expression":
        return text_of(code.node).startswith("!") and text_of(plain(code.at(code.node.named_children[-1])).node) == "false"
    found = lookup(code)
    return is_true(found, depth + 1) if found is not None else False


def string(code, depth=0):
    if code is None or depth > 8:
        return None
    code = plain(code)
    if code.node.type == "interpreted_string_literal":
        return re.sub(r"\\(.)", r"\1", text_of(code.node)[1:-1])
    if code.node.type == "raw_string_literal":
        return text_of(code.node)[1:-1]
    if code.node.type == "binary_expression":
        sides = [string(code.at(code.node.child_by_field_name(side)), depth + 1) for side in ("left", "right")]
        return None if None in sides else "".join(sides)
    if code.node.type == "call_expression" and "deprecat" in text_of(code.node).lower():
        # `fmt.Sprintf` and helpers that make a sentence: that it is deprecated is known, the words are not.
        return "it is deprecated"
    found = lookup(code)
    return string(found, depth + 1) if found is not None else None


def key_of(code):
    """The name of an attribute, as near as the source says it: a text, or `names.AttrKMSKeyID`, which is `kmskeyid` here."""
    said = string(code)
    if said is not None:
        return said
    return re.sub(r"^(names\.)?Attr", "", text_of(code.node)).lower()


class Attribute:
    """What an attribute or a block says of itself."""

    def __init__(self, code, depth=0):
        said = fields(code)
        self.said = said
        self.replaces = is_true(said.get("ForceNew")) or self.modifiers(said.get("PlanModifiers"))
        self.sensitive = is_true(said.get("Sensitive"))
        self.deprecated = string(said.get("Deprecated") or said.get("DeprecationMessage"))
        self.inner = {}
        if depth < DEPTH:
            if "Elem" in said:
                self.inner = members(fields(said["Elem"]), depth + 1)
            elif "NestedObject" in said:
                self.inner = members(fields(said["NestedObject"]), depth + 1)
            else:
                self.inner = members(said, depth + 1)

    @staticmethod
    def modifiers(code):
        if code is None:
            return False
        found, _ = literal(code)
        calls = descendants((found or code).node, "call_expression")
        return any(text_of(call.child_by_field_name("function")).rsplit(".", 1)[-1] in REPLACING for call in calls)


def members(said, depth=0):
    """The attributes and blocks of a resource or of what is in a block: `Schema`, `SchemaFunc`, `Attributes`, `Blocks`."""
    found = {}
    for field in ("Schema", "SchemaFunc", "Attributes", "Blocks"):
        if field in said:
            for key, value in entries(plain(said[field])):
                found[key_of(key)] = Attribute(plain(value), depth)
    return found


def declaration(package, factory, depth=0):
    """The attributes of a resource, by the function that makes it."""
    if factory is None or depth > 4:
        return None
    source, body = factory.file.source, factory.node.child_by_field_name("body")
    inner = Code(body, factory.file, dict(factory.scope))
    locals_of(inner)
    for node in descendants(body, "composite_literal"):
        kind = text_of(node.child_by_field_name("type"))
        said = fields(inner.at(node))
        if kind == "schema.Resource" and ("Schema" in said or "SchemaFunc" in said):
            return members(said)
        method = schema_method(source.package(package), kind)
        if method:
            return framework(method)
    for node in descendants(body, "call_expression"):
        found = callee(inner.at(node.child_by_field_name("function")))
        if found and found.node.type == "function_declaration" and found.node is not factory.node:
            said = declaration(found.file.package, found, depth + 1)
            if said:
                return said
    return None


def schema_method(declared, name, depth=0):
    """The method `Schema` of a type, perhaps that of a type inside of it."""
    name = name.split("[")[0].lstrip("*")
    method = declared.get(f"{name}.Schema")
    if method or depth > 3:
        return method
    kind = declared.get(f"type {name}")
    for field in descendants(kind.node, "field_declaration") if kind else ():
        if not children(field, "field_identifier"):
            found = schema_method(declared, text_of(field.child_by_field_name("type")), depth + 1)
            if found:
                return found
    return None


def framework(method):
    body = method.node.child_by_field_name("body")
    inner = Code(body, method.file, {})
    locals_of(inner)
    for node in descendants(body, "composite_literal"):
        if text_of(node.child_by_field_name("type")) == "schema.Schema":
            said = members(fields(inner.at(node)))
            # `s.Blocks["x"] = …` after the literal.
            for statement in own(body, "assignment_statement"):
                left, right = (statement.child_by_field_name(side).named_children[0] for side in ("left", "right"))
                if left.type == "index_expression" and text_of(left.child_by_field_name("operand")).endswith((".Blocks", ".Attributes")):
                    said[key_of(inner.at(left.child_by_field_name("index")))] = Attribute(inner.at(right))
            return said
    # `response.Schema = shared(ctx)`
    for node in descendants(body, "call_expression"):
        found, _ = literal(inner.at(node))
        said = members(fields(found)) if found else {}
        if said:
            return said
    return None


def resources(source):
    """Every resource type with its attributes; `None` where its declaration was not understood."""
    services = os.path.join(source.directory, "internal", "service")
    for service in sorted(os.listdir(services)):
        path = f"internal/service/{service}"
        declared = source.package(path)
        for listing in ("servicePackage.SDKResources", "servicePackage.FrameworkResources"):
            method = declared.get(listing)
            for node in descendants(method.node, "literal_value") if method else ():
                said = fields(method.at(node))
                if "TypeName" in said and "Factory" in said:
                    factory = lookup(plain(said["Factory"]))
                    attributes = declaration(factory.file.package, factory) if factory else None
                    if attributes is not None and "ResourceRegionDefault" in text_of(said["Region"].node if "Region" in said else node):
                        # The provider puts it on these resources itself: a change of it replaces them (`forceNewIfRegionChanges`).
                        attributes.setdefault("region", Region())
                    yield string(said["TypeName"]), attributes


class Region:
    replaces, sensitive, deprecated, inner, said = True, False, None, {}, {}


class Table:
    """`aws.table`: names of attributes and blocks of each type (docs/schema.md has the format)."""

    def __init__(self, path):
        self.types, self.shared = {}, {}
        with open(path, encoding="ascii") as file:
            for line in file:
                word, name, items = (line.rstrip("\n").split(" ", 2) + ["", ""])[:3]
                if word == "@":
                    self.shared[name] = items
                elif word == "r":
                    self.types[name] = items

    def block(self, items):
        """Names → whether it can be written and the items of the inside (for attributes `None`)."""
        found, depth, start = {}, 0, 0
        for index, letter in enumerate(items + " "):
            depth += (letter in "({") - (letter in ")}")
            if letter == " " and depth == 0:
                item, start = items[start:index], index + 1
                name, mark = re.match(r"(\w+)([:=])", item).groups()
                rest = item[len(name) + 1 :]
                if mark == ":":
                    found[name] = (rest[0] in "rou", None)
                else:
                    body = rest[2:]
                    body = self.shared[body[1:]] if body.startswith("@") else body
                    found[name] = (True, body[1:-1])
        return found


def facts(said, items, table, path=""):
    """Facts of attributes that the schema has: (word, path, text)."""
    known = table.block(items)
    squeezed = {name.replace("_", ""): name for name in known}
    for key, attribute in sorted(said.items()):
        name = key if key in known else squeezed.get(key.replace("_", "").lower())
        if name is None:
            continue
        settable, inside = known[name]
        if attribute.replaces and settable:
            yield "replaces", path + name, ""
        if attribute.sensitive:
            yield "sensitive", path + name, ""
        if attribute.deprecated and settable:
            yield "deprecated", path + name, sentence(attribute.deprecated)
        if inside:
            yield from facts(attribute.inner, inside, table, f"{path}{name}.")


def sentence(text):
    """A message of the provider on one line, with names of types in backticks."""
    return re.sub(r"(?<![`\w])(aws_\w+)(?![`\w])", r"`\1`", re.sub(r"\s+", " ", text.replace("|", "/")).strip())


def line_of(name, found):
    parts = []
    for word in ("sensitive", "replaces"):
        paths = sorted({path for kind, path, _ in found if kind == word})
        if paths:
            parts.append(f"{word} {' '.join(paths)}")
    parts += [f"deprecated {path} {text}" for path, text in sorted({(p, t) for kind, p, t in found if kind == "deprecated"})]
    return f"r {name} {' | '.join(parts)}" if parts else None


def main(directory, table_file, out, what):
    table, lines, missed, read = Table(table_file), [], [], 0
    counts = {"sensitive": 0, "replaces": 0, "deprecated": 0}
    for name, said in resources(Source(directory)):
        if name not in table.types:
            continue
        if said is None:
            missed.append(name)
            continue
        found = list(facts(said, table.types[name], table))
        for word in counts:
            counts[word] += len({path for kind, path, _ in found if kind == word})
        read += 1
        lines.append(line_of(name, found))
    header = [
        "# groundrules facts table 2 (docs/schema.md); written by scripts/update-facts, not by hand",
        f"# source {what}, MPL-2.0",
        f"# count {read} of {len(table.types)} resource types read; "
        + ", ".join(f"{counts[word]} {word}" for word in ("sensitive", "replaces", "deprecated")),
    ]
    with open(out, "w", encoding="ascii") as file:
        body = sorted({line.encode("ascii", "ignore").decode() for line in lines if line})
        file.write("\n".join(header + body) + "\n")
    for name in missed:
        print(f"not understood: {name}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
