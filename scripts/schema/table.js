// The schema table: a provider schema written as lines of text, and read again. docs/schema.md describes the format.
'use strict';
const crypto = require('crypto');

const KINDS = { d: 'data_sources', e: 'ephemeral', p: 'providers', r: 'resources' };
const PRIMITIVES = { string: 's', number: 'n', bool: 'b', dynamic: 'a' };
const COLLECTIONS = { list: 'l', set: 'e', map: 'm' };
const NESTINGS = { single: '1', ...COLLECTIONS };
// How often a block may stand, by `min max`. The bindings tell no other numbers than 0 and 1.
const BOUNDS = { '0 0': '*', '0 1': '?', '1 0': '+', '1 1': '!' };
// A shorter text is clearer where it is used than behind a reference.
const WORTH_SHARING = 24;

const invert = (map) => Object.fromEntries(Object.entries(map).map(([key, value]) => [value, key]));
const byBytes = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // every line is ASCII
const byName = (object) => Object.entries(object || {}).sort(([a], [b]) => byBytes(a, b));

function letter(map, word) {
  if (!Object.hasOwn(map, word)) throw new Error(`the table has no letter for ${JSON.stringify(word)}`);
  return map[word];
}

// ---------------------------------------------------------------- writing
// `share(write)` decides whether the text that `write` makes stands in place or behind a reference.

function typeText(type, share) {
  if (typeof type === 'string') return letter(PRIMITIVES, type);
  const [constructor, argument] = type;
  if (constructor !== 'object') return letter(COLLECTIONS, constructor) + typeText(argument, share);
  return share((inner) => `{${byName(argument).map(([name, member]) => `${name}:${typeText(member, inner)}`).join(' ')}}`);
}

function flags(attribute) {
  const { required, optional, computed, write_only: writeOnly } = attribute;
  if (required && (optional || computed)) throw new Error(`contradictory flags ${JSON.stringify(attribute)}`);
  const setting = required ? 'r' : optional && computed ? 'u' : optional ? 'o' : computed ? 'c' : null;
  if (!setting) throw new Error(`an attribute that nobody sets: ${JSON.stringify(attribute)}`);
  return setting + (writeOnly ? 'w' : '');
}

const attributeText = (attribute, share) => flags(attribute) + typeText(attribute.type, share);

function blockText(nested, share) {
  const max = nested.nesting === 'single' ? 1 : nested.max || 0;
  const bounds = letter(BOUNDS, `${nested.min || 0} ${max}`);
  return letter(NESTINGS, nested.nesting) + bounds + share((inner) => `(${itemsText(nested.block, inner)})`);
}

function itemsText(block, share) {
  const attributes = byName(block.attributes).map(([name, a]) => `${name}:${attributeText(a, share)}`);
  const blocks = byName(block.blocks).map(([name, b]) => `${name}=${blockText(b, share)}`);
  return [...attributes, ...blocks].join(' ');
}

// The rows of a schema: a letter for the kind, a name, the items of the block.
function rows(schema, share) {
  return Object.entries(KINDS).flatMap(([kind, key]) =>
    Object.entries(schema[key] || {}).map(([name, block]) => `${kind} ${name} ${itemsText(block, share)}`));
}

// All lines below the header, sorted. A text that occurs more than once gets a line of its own, named after
// its content, so that an unrelated change renames nothing.
function write(schema) {
  const spelledOut = (text) => text(spelledOut);
  const uses = new Map();
  const counting = (text) => {
    const full = text(spelledOut);
    uses.set(full, (uses.get(full) || 0) + 1);
    if (uses.get(full) === 1) text(counting); // what is inside a shared text counts once
    return full;
  };
  rows(schema, counting);

  const shared = new Map();
  const owners = new Map();
  const referring = (text) => {
    const full = text(spelledOut);
    if (full.length < WORTH_SHARING || uses.get(full) < 2) return text(referring);
    const name = contentName(full);
    if (!shared.has(name)) { owners.set(name, full); shared.set(name, text(referring)); }
    if (owners.get(name) !== full) throw new Error(`two shared texts are named ${name}: make the names longer`);
    return `@${name}`;
  };
  const lines = rows(schema, referring);
  for (const [name, text] of shared) lines.push(`@ ${name} ${text}`);
  return lines.sort(byBytes);
}

function contentName(text) {
  const digest = crypto.createHash('sha256').update(text).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-6);
}

// ---------------------------------------------------------------- reading
// Only the script's own check reads with this; the program reads with src/schema/table.rs.

function read(lines) {
  const shared = new Map();
  const schema = Object.fromEntries(Object.values(KINDS).map((key) => [key, {}]));
  for (const line of lines) {
    const [kind, name] = line.split(' ', 2);
    const text = line.slice(kind.length + name.length + 2);
    if (kind === '@') shared.set(name, text);
    else schema[letter(KINDS, kind)][name] = new Reader(text, shared).items();
  }
  return schema;
}

class Reader {
  constructor(text, shared) { this.text = text; this.shared = shared; this.at = 0; }
  take(pattern) {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) throw new Error(`unexpected text at ${this.at}: ${this.text.slice(this.at, this.at + 60)}`);
    this.at = pattern.lastIndex;
    return match[0];
  }
  // What `parse` finds here, or behind the reference that stands here.
  shareable(parse) {
    if (this.text[this.at] !== '@') return parse(this);
    return parse(new Reader(this.shared.get(this.take(/@\w+/y).slice(1)), this.shared));
  }
  list(close, parse) {
    while (this.at < this.text.length && this.text[this.at] !== close) { parse(); if (this.text[this.at] === ' ') this.at += 1; }
    if (close) this.take(close === ')' ? /\)/y : /\}/y);
  }
  type() {
    const code = this.text[this.at];
    if (code === '{' || code === '@') return this.shareable((reader) => reader.object());
    this.at += 1;
    const primitive = invert(PRIMITIVES)[code];
    return primitive || [letter(invert(COLLECTIONS), code), this.type()];
  }
  object() {
    const members = {};
    this.take(/\{/y);
    this.list('}', () => { const name = this.take(/\w+:/y).slice(0, -1); members[name] = this.type(); });
    return ['object', members];
  }
  items(close) {
    const block = { attributes: {} };
    this.list(close, () => {
      const head = this.take(/\w+[:=]/y);
      const name = head.slice(0, -1);
      if (head.endsWith(':')) block.attributes[name] = this.attribute();
      else (block.blocks ||= {})[name] = this.nested();
    });
    return block;
  }
  attribute() {
    const code = this.take(/[rocu]w?/y);
    const attribute = {};
    if (code[0] === 'r') attribute.required = true;
    if ('ou'.includes(code[0])) attribute.optional = true;
    if ('cu'.includes(code[0])) attribute.computed = true;
    if (code[1]) attribute.write_only = true;
    attribute.type = this.type();
    return attribute;
  }
  nested() {
    const [nesting, bound] = this.take(/[1lem][*?+!]/y);
    const [min, max] = letter(invert(BOUNDS), bound).split(' ').map(Number);
    const block = this.shareable((reader) => { reader.take(/\(/y); return reader.items(')'); });
    return { nesting: letter(invert(NESTINGS), nesting), min, max, block };
  }
}

module.exports = { KINDS, write, read, attributeText, blockText, itemsText, byName };
