"""The questions of tests/data/console-functions.tsv: for every function some of the combinations of its pools of arguments.

They are chosen with a fixed seed, so that a run gives the same questions again. `scripts/console-record --functions` asks them.
"""

import itertools
import random

from details import DETAILS

MOST_PER_FUNCTION = 16

STRINGS = ['""', '"hello"', '"Hello World"', '" \\t pad \\n"', '"straße ÀÉ ǆ ﬁ"', '"a,b,,c"', '"👩‍👩‍👧 e\\u0301x"', "null", "12", "true", "[]"]
NUMBERS = ["0", "1", "-1", "2.5", "-2.5", '"7"', '"x"', "1e21", "0.1", "null", "123456789012345678901234567890"]
LISTS = ["[]", '["a", "b", "a"]', "[1, 2, 3]", '[1, "b", true]', 'tolist(["x", ""])', 'toset(["b", "a"])', "[null, 1]", "[[1, [2]], []]", "null", '"text"', "{a = 1}", "[{a = 1}, {a = 1}]"]
MAPS = ["{}", "{a = 1, b = 2}", '{a = 1, b = "x"}', 'tomap({a = "x", b = "y"})', "{a = null}", "{b = {c = [1]}}", "null", "[]", "tomap(null)", "tomap({a = 3})"]
ANY = ["null", "true", "0.5", '"x"', "[]", "{}", "[1, 2]", '["a", 1]', "{a = [true]}", 'toset(["z", "a"])', "tolist([])", 'tomap({k = "v"})']
INDEXES = ["0", "1", "2", "5", "-1", "1.5", "null", '"1"']
CIDRS = ['"10.0.0.0/8"', '"10.1.2.3/16"', '"192.168.0.0/30"', '"fd00::/48"', '"2001:db8:1:2::5/64"', '"010.000.1.0/24"', '"10.0.0.0"', '"0.0.0.0/0"', '"300.0.0.0/8"', '"10.0.0.0/33"', '"::ffff:10.0.0.0/104"']
TIMES = ['"2023-01-02T03:04:05Z"', '"2020-02-29T23:59:59.5+05:30"', '"1999-12-31T00:00:00-08:00"', '"2023-02-30T00:00:00Z"', '"2023-01-01"', '"2023-01-02t03:04:05Z"', '"2023-01-02T3:04:05Z"', '"2023-01-02T12:00:60Z"', '"2023-01-02T00:00:00+00:00"']
HASHED = ['""', '"hello"', '"ünïcode"', "12", "null", "[]", "true"]
PATHS = ['"a/b/c.txt"', '"/"', '""', '"a//b/"', '"../x"', '"a/../b"', '"."', "null", '"/a/./b/.."', '"x"']
FILE_PATHS = ['"hello.txt"', '"./dir/a.txt"', '"dir/../hello.txt"', '"nope.txt"', '"dir"', '"bin.dat"', '""', "null"]
PATTERNS = ['"[a-z]+"', '"(\\\\d+)-(\\\\d+)"', '"(?P<y>\\\\d+)-(?P<m>x)?"', '"(a)(?P<b>c)"', '"("', '"a*"', '"^$"', '"(?i)HELLO"', '"\\\\bfoo\\\\b"', '"[[:alpha:]]+"', '"\\\\pL+"', '"x{2,1}"', '"a**"', '"(x)|(\\\\d)"', '"[&&]"', '"{"', '"\\\\Qa.b\\\\E"', '""', '"\\\\x41|\\\\101"', '"[^\\\\s]+$"', '"(?U)a+"', '"\\\\8"', '"[z-a]"', '"a{1001}"', '"[\\\\d\\\\-x]+"']
TEXTS = ['"2020-01"', '"hello foo é"', '""', '"aaa"', '"Hello"', '"xx a&b {"', '"A a.b"', "null"]

# One pool for each argument; a list of pools for each shape of call.
POOLS = {
    "abs": [[NUMBERS]], "ceil": [[NUMBERS]], "floor": [[NUMBERS]], "signum": [[NUMBERS]],
    "log": [[NUMBERS, ["2", "10", "0", "1", "-1", '"10"']]],
    "pow": [[["0", "2", "-2", "10", "2.5", "null"], ["0", "1", "-1", "3", "10", "23", "-3", "0.5", "60"]]],
    "max": [[NUMBERS, NUMBERS, NUMBERS], []], "min": [[NUMBERS, NUMBERS, NUMBERS], []],
    "parseint": [[['"100"', '"ff"', '"FF"', '"-7f"', '"z"', '"Zz"', '""', '"1_0"', "10", "null", '"+5"', '" 1"', '"12345678901234567890123"'], ["2", "10", "16", "36", "62", "1", "63"]]],
    "range": [[["0", "3", "-3", "2.5", "1024", "1025", '"4"']], [["1", "5", "-2"], ["1", "4", "-4", "null"]], [["0", "10", "1"], ["5", "0", "1.5"], ["2", "-2", "0", "0.5"]], []],
    "sum": [[LISTS + ['["1", 2.5]', "[0.1, 0.2]", 'toset([1, 2])']]],
    "alltrue": [[["[]", "[true]", '[true, "false"]', "[true, null]", "null", "[1]", '["x"]', "toset([true])"]]],
    "anytrue": [[["[]", "[false]", '[false, "true"]', "[false, null]", "null", "[1]", "toset([true])"]]],
    "chunklist": [[LISTS, ["0", "1", "2", "-1", "1.5"]]],
    "coalesce": [[ANY[:8], ANY[:8]], [['""', "null"], ['""', '"x"'], ["1", "null"]], []],
    "coalescelist": [[LISTS, LISTS], []],
    "compact": [[LISTS + ['["", null, "a"]', "null"]]],
    "concat": [[LISTS, LISTS], [['tolist(["a"])', "tolist([1])", "[true]"], ['tolist(["b"])', "tolist([])", 'toset(["q"])']], []],
    "contains": [[LISTS, ['"a"', "1", "null", "[1, [2]]", "{a = 1}", '"1"']]],
    "distinct": [[LISTS + ['["a", "b", "a", null, null]', "[1, 1.0, 2]"]]],
    "element": [[LISTS, INDEXES]],
    "flatten": [[LISTS + ["[[1], [[2], [[3]]], toset([4])]", "[{a = [1]}, []]", "[null, [null]]", "tolist([[\"a\"], [\"b\"]])"]]],
    "index": [[LISTS, ['"b"', "1", "3", "null", "{a = 1}"]]],
    "keys": [[MAPS]], "values": [[MAPS]],
    "length": [[ANY + MAPS + ['"é👩‍👩‍👧"', 'toset(["a", "a"])']]],
    "lookup": [[MAPS, ['"a"', '"b"', '"z"', "1", "null"]], [MAPS, ['"a"', '"z"'], ["null", '"d"', "9", "[]"]], [["{a = 1}"], ['"z"'], ["1"], ["2"]]],
    "matchkeys": [[['["i1", "i2", "i3"]', "[]", "null"], ['["a", "b", "a"]', '["a"]', "[1, 2, 3]"], ['["a"]', "[]", "[2]", '["2"]', "[null]"]]],
    "merge": [[MAPS, MAPS], [MAPS, MAPS, MAPS], []],
    "one": [[LISTS + ["[null]", "[{a = 1}]", 'toset(["only"])']]],
    "reverse": [[LISTS]],
    "setintersection": [[LISTS, LISTS], [['["a", "b"]'], ['["b", "c"]'], ["[]", '["b"]']]],
    "setproduct": [[LISTS, LISTS], [['["a", "b"]', 'toset(["x"])'], ["[1, 2]"], ["[true]"]], [["[1]"]]],
    "setsubtract": [[LISTS, LISTS]], "setunion": [[LISTS, LISTS], [['["a"]', "[1]"], ['["b"]'], ["[3]", "[]"]]],
    "slice": [[LISTS, ["0", "1", "-1", "5"], ["1", "2", "3", "0"]]],
    "sort": [[LISTS + ['["b", "A", "a", "é", "Z"]', '["10", "9"]', "[3, 20, 1]", '["a", null]']]],
    "transpose": [[MAPS + ['{a = ["1", "2"], b = ["2"]}', "{a = [null]}", "{a = []}"]]],
    "zipmap": [[['["a", "b"]', "[]", '["a", "a"]', "[1, 2]", "[null, \"b\"]"], ["[1, 2]", '["x", 2]', "[]", 'tolist(["p", "q"])', "null", "{}"]]],
    "chomp": [[STRINGS + ['"a\\r\\n\\n"', '"a\\r"']]], "lower": [[STRINGS]], "upper": [[STRINGS]], "title": [[STRINGS + ['"foo-bar_baz 1st ünder"', '"ǆ x"']]],
    "trimspace": [[STRINGS]], "strrev": [[STRINGS]],
    "startswith": [[STRINGS, ['""', '"h"', '"Hello"', "null"]]], "endswith": [[STRINGS, ['""', '"d"', '"World"', "1"]]],
    "strcontains": [[STRINGS, ['""', '"l"', '"xyz"', "null"]]],
    "format": [[['"%s"', '"%d"', '"%v"', '"%#v"', '"%q"', '"%5s|"', '"%-8v|"', '"%08.3f"', '"%x"', '"%X"', '"%b"', '"%o"', '"%e"', '"%E"', '"%g"', '"%.3g"', '"%f"', '"%t"', '"%+d"', '"% d"', '"%#x"', '"%.2s"', '"%05d"', '"%.0f"', '"%G"', '"%.4d"', '"%c"', '"%%"', '"%"', '"%[1]v-%[1]v"', '"%#o"', '"%-05d|"', '"%+.2e"'], ANY[:7] + ["42", "-42", "3.14159", "1e21", "1234567", "0.00001234", '"héllo"', '"<&>"', "0.125", "2.5", "1e-7"]], [['"%s-%s"', '"%[2]s %[1]s"', '"%s"', '"%d %s %v"', '"plain"'], ["1", '"a"'], ['"b"', "null"]], [['"plain"', '"100%%"', '"%s"']]],
    "formatlist": [[['"%s"', '"%d"', '"x-%v"', '"plain"'], LISTS], [['"%s=%s"'], LISTS, LISTS], [['"p"', '"%s"']]],
    "indent": [[["0", "2", "-1", "1.5", "null"], STRINGS + ['"a\\nb\\n\\nc"']]],
    "join": [[['","', '""', "1"], LISTS], [['"-"'], ['["a"]', "[]"], ['["b", null]', "[1]"]], [['","']]],
    "split": [[['","', '""', '"l"', "null"], STRINGS]],
    "substr": [[['"hello"', '"👩‍👩‍👧 e\\u0301x"', '""', "null"], ["0", "1", "-2", "-9", "9", "1.5"], ["0", "1", "3", "-1", "99"]]],
    "trim": [[STRINGS, ['""', '" "', '"hH"', '"d\\n "']]], "trimprefix": [[STRINGS, ['"he"', '""', '"x"']]], "trimsuffix": [[STRINGS, ['"ld"', '""', '"lo"']]],
    "regex": [[PATTERNS, TEXTS]], "regexall": [[PATTERNS, TEXTS]],
    "replace": [[['"hello world"', '"aaa"', '"a.b/c"', '""'], ['"l"', '""', '"/l+/"', '"/(a)|(x)/"', '"/(/"', '"/"', '"."', '"/(?P<n>.)/"', '"//"'], ['"X"', '"[$1]"', '"${n}x"' .replace("${", "$${"), '"$$"', '"$1x"', '"$0"', '"\\\\1"']]],
    "md5": [[HASHED]], "sha1": [[HASHED]], "sha256": [[HASHED]], "sha512": [[HASHED]], "base64sha256": [[HASHED]], "base64sha512": [[HASHED]],
    "uuidv5": [[['"dns"', '"url"', '"oid"', '"x500"', '"nope"', '"6ba7b810-9dad-11d1-80b4-00c04fd430c8"', '"urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"', '"6ba7b8109dad11d180b400c04fd430c8"', '""'], ['"example.com"', '""', "5"]]],
    "base64encode": [[HASHED]], "base64decode": [[['"aGVsbG8="', '"aGVsbG8"', '"YW=="', '"//8="', '""', '"a GV"', '"aGVs\\nbG8="', '"w6k="', "null", '"ZeGA"']]],
    "urlencode": [[STRINGS + ['"a b&c=d/é?~*-_.!()\'"']]],
    "textencodebase64": [[['"hello"', '"é€"', '""', '"日本"'], ['"UTF-8"', '"UTF-16LE"', '"UTF-16BE"', '"UTF-16"', '"ISO-8859-1"', '"windows-1252"', '"Shift_JIS"', '"nope"', '"US-ASCII"', '"cp1252"', '"utf-8"', '"ISO-8859-15"', '"EUC-JP"', '"GBK"']]],
    "textdecodebase64": [[['"aGVsbG8="', '"6Q=="', '"/v8AYQ=="', '"YQA="', '"!!"', '""', '"gg=="'], ['"UTF-8"', '"UTF-16LE"', '"UTF-16"', '"ISO-8859-1"', '"windows-1252"', '"Shift_JIS"', '"nope"', '"UTF-16BE"']]],
    "csvdecode": [[['"a,b\\n1,2\\n3,4\\n"', '"a,b\\r\\n\\"x\\"\\"y\\",\\"1\\n2\\"\\r\\n"', '""', '"a,a\\n"', '"a,b\\n1\\n"', '"a\\n\\n1\\n"', '"a,b"', '"a\\n\\"x"', '"a\\nx\\"y"', '"é, b\\n1, 2"', '"a\\n\\"x\\" y"', "null", '"a\\n,"', '"a\\r\\n1\\r"']]],
    "jsonencode": [[ANY + MAPS + LISTS + ['"<a>&\\u2028\\"\\\\"', "1e21", "0.1", "-0", "1/3", "123456789012345678901234567890", "[1.50, 1e-7]"]]],
    "jsondecode": [[['"{}"', '"[1, 2.5, -3e2, \\"x\\", null, true]"', '"{\\"a\\": {\\"b\\": []}}"', '"nope"', '""', '" 1 "', '"1 2"', '"{}}"', '"[1,]"', '"{\\"a\\":1,\\"a\\":2}"', '"\\"\\\\u00e9\\\\ud83d\\\\ude00\\\\ud800\\""', '"01"', '"1e999"', '"-"', '"\\"a\\nb\\""', "null", "12", '"{\\"a\\":1,\\"a\\":\\"x\\"}"', '"[1 2]"', '"nul"', '"\\"\\\\x\\""', '"tru"', '"[1]]"', '"1.0"']]],
    "yamlencode": [[ANY + MAPS + LISTS + ['"line1\\nline2\\n"', '"a\\nb"', '"true"', '"quote\\"d: \\\\ x"', '"\\n"', "1e21", "[[1, 2], [{a = 1, b = []}]]", "{a = {}, b = [], c = \"x\\ny\"}", '"é☃\\u0007\\u00a0"', '" lead\\n trail "', '"a\\n\\n\\n"', "{\"1\" = 2, \"a b\" = 3, \"x\\ny\" = 1}", '"tab\\there"', '"' + "long word " * 20 + '"', '"\\u2028x\\u0085"', "[\"a\\n\", \"\\tb\\n\", \" c\\nd\"]"]]],
    "yamldecode": [[['"a: 1"', '"- 1\\n- x\\n- null\\n- ~\\n- true\\n- yes\\n- off\\n"', '"a: &x {b: 1}\\nc: *x\\n"', '"a: &x {b: 1}\\nc:\\n  <<: *x\\n  d: 2\\n"', '"!!str 12"', '"!!int \\"12\\""', '"!!binary aGVsbG8="', '"!!binary \\"%\\""', '"2001-12-14"', '"2001-12-14t21:59:43.10-05:00"', '"2001-12-14 21:59:43"', '"0x1F"', '"0o17"', '"017"', '"1_000"', '"1e3"', '".inf"', '".nan"', '"a: [1, {b: c}]"', '"|\\n  x\\n  y\\n"', '">\\n  x\\n  y\\n\\n  z\\n"', '""', '"a: b: c"', '"---\\na\\n---\\nb\\n"', '"? a\\n: b\\n"', '"{1: 2, true: 3}"', '"[a, b"', '"!foo x"', '"a: 1\\na: 2\\n"', '"\\"x\\\\ty\\""', "\"'it''s'\"", '"y: n"', '"null: 1"', '"a: *b"', '"a: &a [*a]"', '"+12"', '".5"', '"5."', '"-.5e-3"', '"# only a comment"', '"a: !!float 1"', '"a: !!bool yes"', '"a: !!null x"', '"%YAML 1.1\\n---\\na\\n"', '"a:\\tb"', '"- - 1\\n  - 2\\n- 3"', '"x: |-\\n  a\\n\\n  b\\ny: >+\\n  c\\n\\n"', '"<<: {a: 1}\\nb: 2"', '"<<: [{a: 1}, {a: 2, c: 3}]"', '"a: \\"\\""', "\"a: ''\"", '"a:"', '"!!set {a, b}"', '"!!map {a: 1}"', '"!!seq [1]"', '"-0"', '"0b101"', '"1:30"', '"99999999999999999999"', '"~"', '"NO"', '"TRUE"', '"12e03"', '"- !!str\\n- x"']]],
    "formatdate": [[['"YYYY-MM-DD"', '"YY M D h:m:s"', '"EEE, EEEE DD MMM MMMM"', '"hh:mm:ss AA aa"', '"H HH Z ZZZ ZZZZ ZZZZZ"', "\"YYYY'T''x'hh\"", "\"'open\"", '"YYY"', '"X"', '""', "\"''\"", '"MMMMM"', '"ZZ"', "\"'ab''\"", '"E"'], TIMES]],
    "timeadd": [[TIMES, ['"1h"', '"-1h30m"', '"10s"', '"1.5h"', '"1d"', '""', '"0"', '"100000h"', '"1us1ms"', '"-"', '"300ms"', '"5"', '"1h-1m"', '".5m"', '"1µs"']]],
    "timecmp": [[TIMES, TIMES]],
    "cidrhost": [[CIDRS, ["0", "1", "5", "-1", "300", "1.5", '"2"', "18446744073709551616"]]],
    "cidrnetmask": [[CIDRS]],
    "cidrsubnet": [[CIDRS, ["0", "1", "8", "16", "64", "200"], ["0", "1", "3", "255", "256"]]],
    "cidrsubnets": [[CIDRS, ["4", "1", "0", "33", "8"], ["4", "2", "8"], ["8", "3"]], [CIDRS]],
    "tobool": [[ANY + ['"true"', '"false"', '"1"', "1"]]], "tolist": [[ANY + LISTS]], "tomap": [[ANY + MAPS]],
    "tonumber": [[ANY + ['"12"', '"1.5e3"', '" 1"', '"0x10"', '""']]], "toset": [[ANY + LISTS]], "tostring": [[ANY + ["1e21", "1.50", "false", "0.1", "1/3"]]],
    "sensitive": [[["1", '"x"', "null"]]], "issensitive": [[["sensitive(1)", "1", "null", "[sensitive(1)]", 'upper(sensitive("a"))', "length([sensitive(1)])", "length(sensitive([1]))", "merge({a = sensitive(1)}, {b = 2})", "keys({a = sensitive(1)})", "merge({a = sensitive(1)}, {b = 2}).a", "concat([sensitive(1)], [2])[1]", "element([sensitive(1), 2], 1)", "element(sensitive([1, 2]), 1)", "lookup({a = 1}, sensitive(\"a\"))", "lookup({a = sensitive(1), b = 2}, \"b\")", "jsonencode([sensitive(1)])", "toset([sensitive(\"a\")])", "tolist([sensitive(\"a\")])", "flatten([sensitive([1])])", "flatten([[sensitive(1)]])", "values({a = sensitive(1)})", "coalesce(null, sensitive(1), 2)", "coalesce(2, sensitive(1))", "zipmap([sensitive(\"a\")], [1])", "setproduct([sensitive(1)], [2])", "slice([sensitive(1), 2], 1, 2)", "reverse(sensitive([1]))", "format(\"%s\", sensitive(1))", "nonsensitive(sensitive(1))", "contains([sensitive(1)], 1)", "one([sensitive(1)])", "sum([sensitive(1), 2])", "distinct([sensitive(1)])", "chunklist([sensitive(1), 2], 1)", "split(sensitive(\",\"), \"a\")", "tostring(sensitive(1))"]]],
    "nonsensitive": [[["sensitive(1)", "1", "[1]", "null", 'sensitive({a = "b"})']]],
    "ephemeralasnull": [[ANY]],
    "abspath": [[['"/a/../b"', '"/"', '"/x//y/"', "null"]]], "basename": [[PATHS]], "dirname": [[PATHS]], "pathexpand": [[['"a/b"', '"/x"', '""', '"~user/x"', "null"]]],
    "file": [[FILE_PATHS]], "filebase64": [[FILE_PATHS]], "fileexists": [[FILE_PATHS]], "filemd5": [[FILE_PATHS]], "filesha1": [[FILE_PATHS]], "filesha256": [[FILE_PATHS]], "filesha512": [[FILE_PATHS]], "filebase64sha256": [[FILE_PATHS]], "filebase64sha512": [[FILE_PATHS]],
    "fileset": [[['"."', '"dir"', '"nope"', '"./dir/"'], ['"*"', '"**"', '"*.txt"', '"**/*.txt"', '"{a,b}.*"', '"[ab].txt"', '"?.txt"', '"sub/*"', '"../*.txt"', '"["', '"**/c.txt"', '"{a,b"', '"[^a].*"', '"*/*"', '"dir/**"', '"dir/**/*"', '"{dir,nope}/*"']]],
    "templatefile": [[['"page.tftpl"', '"list.tftpl"', '"wrap.tftpl"', '"nested.tftpl"', '"reads.tftpl"', '"missing.tftpl"', '"broken.tftpl"', '"nope.tftpl"', '"hello.txt"'], ['{name = "n", list = ["a", "b"]}', "{}", "null", "[]", "{list = [1], name = null}", 'tomap({list = "q", name = "m"})', '{"a b" = 1}']]],
    "templatestring": [[['"x"', '"${1}"'], ["{}"]]],
    "rsadecrypt": [[['"%"', "null"], ['"key"']]],
    "bcrypt": [[['"x"'], ['"y"', "null", "32"]]],
}
SKIPPED = {"base64gzip", "timestamp", "plantimestamp", "uuid", "can", "try", "type"}

# What no pool gives.
MORE = """
core::upper("x")
core::max(1, 3)
core::nope()
upper()
upper("a", "b")
join()
lookup({})
uuid(1)
timestamp(1)
format("%s %s", ["a"]...)
max([1, 5, 2]...)
merge([{a = 1}, {b = 2}]...)
tolist([1, "a", true])
tolist([{a = 1}, {a = "x"}])
tolist([{a = 1}, {b = 2}])
tolist([[1], ["a"]])
toset([[2, 1], [1, 2], [1]])
toset([{b = 1}, {a = 1}])
toset([true, false])
toset([10, 9, 1.5])
toset([["b", "a"], ["a"]])
tomap({a = 1, b = "x", c = true})
tomap({a = [1], b = ["x"]})
tomap({a = [], b = {}})
jsonencode(toset([3, 20, 100]))
keys(jsondecode("{\\"b\\":1,\\"a\\":2}"))
flatten([["a", []], [[["b"]]], "c"])
setproduct(["a"], [1, "x"])
setproduct(toset(["b", "a"]), [2, 1])
concat(tolist([1]), tolist(["a"]))
concat(tolist([]), [1])
concat(tolist([{a = 1}]), tolist([{b = 1}]))
coalesce(1, "a")
coalesce("", null, "z")
coalesce([], [1])
coalescelist([], ["a"])
sum([0.1, 0.2, 0.3])
sum([1e400, 1])
parseint("FF", 16) + 1
format("%s", 1e21)
format("%v", 1e6)
format("%v", 123456789)
format("%d", 1e30)
format("%d", 1.5)
format("%.10f", 1/3)
format("%.1f", 0.25)
format("%.1f", 0.35)
format("%.2f", 1.005)
format("%5.1f|%-8.3e|", 3.14159, 31415.9)
format("%03d %+d % d", 7, 7, 7)
format("%x %X %o %b", 255, 255, 8, 5)
format("%10s|%-10s|%.3s", "é👩‍👩‍👧", "b", "abcdef")
format("%#v %v", {a = "<b>"}, [1, "x", null])
format("%q", "a\\"b<")
format("%[2]d %[1]d", 1, 2)
format("%[3]d", 1, 2)
format("%08b", 5)
format("%t", "true")
format("%g %g %g", 100000, 1000000, 0.0001)
format("%.3g", 1234567)
format("%e", 0)
format("%08.2f", -3.14159)
regex("(?P<a>x)|(?P<b>y)", "y")
regexall("a*", "baac")
regexall("(a)(b)?", "abа a")
replace("hello", "/(l)(l)/", "$2-$1")
replace("abc", "", "-")
replace("a\\nb", "/\\n/", " ")
substr("hello", -3, 2)
title("hello wORLD")
jsondecode(jsonencode({a = [1, {b = null}]}))
yamldecode(yamlencode({a = [1, {b = null}], c = "x\\ny"}))
csvdecode("a,b\\n1,\\"x,y\\"")[0].b
cidrsubnet("10.0.0.0/8", 8, 2)
[for i in range(3) : cidrsubnet("10.0.0.0/16", 8, i)]
cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)
timeadd("2017-11-22T00:00:00Z", "10m")
formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z")
formatdate("hh:mmaa", "2018-01-02T23:12:01-08:00")
transpose({a = ["1", "2"], b = ["2", "3"]})
zipmap(["b", "a"], [1, "x"])
matchkeys(["i-1", "i-2"], ["us-1", "us-2"], ["us-2"])
one(toset([]))
setunion(["a"], [1], [true])
setunion([], [])
setintersection(["1"], [1])
distinct([[1], ["1"]])
index(["1"], 1)
contains(["1"], 1)
contains(toset(["1"]), "1")
contains([[1]], [1])
contains(tolist([[1]]), tolist([1]))
length(jsondecode("[1,2]"))
provider::terraform::encode_tfvars({a = 1})
""".strip().split("\n")


# What stands in for each argument in turn: nothing known, a secret, a wrong type.
STAND_INS = ["null", "tostring(null)", "var.text", "var.anything", "var.texts", "[[]]", "{ x = [] }", "[var.text]", "true"]


def stand_ins(name, arguments):
    """Calls with something else in place of one argument, and with too few and too many."""
    for index, argument in enumerate(arguments):
        for other in [*STAND_INS, f"sensitive({argument})"]:
            changed = [*arguments[:index], other, *arguments[index + 1 :]]
            yield f"{name}({', '.join(changed)})"
    yield f"{name}({', '.join(arguments[:-1])})"
    yield f"{name}({', '.join([*arguments, '1'])})"
    if arguments:
        yield f"{name}({', '.join([*arguments[:-1], '[' + arguments[-1] + ']...'])})"


def questions():
    """All questions, in order, each once."""
    rng = random.Random(20260101)
    seen = {}
    for name in sorted(POOLS):
        for pools in POOLS[name]:
            combinations = list(itertools.islice(itertools.product(*pools), 20000))
            most = max(MOST_PER_FUNCTION, max((len(pool) for pool in pools), default=0))
            if name in ("format", "regex", "regexall", "replace"):
                most = 60
            if len(combinations) > most:
                combinations = rng.sample(combinations, most)
            for combination in combinations:
                text = f"{name}({', '.join(combination)})"
                seen.setdefault(text)
        for pools in POOLS[name][: name != "bcrypt"]:
            # The second of a pool is rarely empty.
            for text in stand_ins(name, [pool[min(1, len(pool) - 1)] for pool in pools]):
                seen.setdefault(text)
    for pattern, *pools in DETAILS:
        for combination in itertools.product(*pools):
            seen.setdefault(pattern.format(*combination))
    for text in MORE:
        seen.setdefault(text)
    return list(seen)
