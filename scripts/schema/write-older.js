// write-older.js OUT.table NEWER.json OLDER.json=SOURCE: what an older schema of the AWS provider has otherwise than the newer one.
// docs/schema.md describes the format; a test of src/schema/older.rs applies every line.
'use strict';
const assert = require('assert');
const fs = require('fs');
const { attributeText, blockText, itemsText, byName } = require('./table');

const KINDS = { d: 'data_sources', e: 'ephemeral', r: 'resources' };
const spelledOut = (text) => text(spelledOut);
const settable = (attribute) => Boolean(attribute.required || attribute.optional);

// The older bindings do not tell "optional and computed" from "optional", nor which attributes are write-only, and some types of
// theirs are poorer. So of an attribute that both have only this is compared: whether it must, may or may not be set.
const setting = (attribute) => (attribute.required ? 'required' : settable(attribute) ? 'optional' : 'computed');

function attributeEdit(name, newer, older) {
  if (!newer) return `${name}:${attributeText(older, spelledOut)}`;
  if (setting(newer) === setting(older)) return null;
  const computed = setting(older) === 'computed' || (setting(older) === 'optional' && newer.computed);
  const merged = { type: newer.type, required: older.required, optional: older.optional, computed };
  return `${name}:${attributeText(merged, spelledOut)}`;
}

const bounds = (block) => [block.nesting, block.min || 0, block.nesting === 'single' ? 1 : block.max || 0].join(' ');

// `single` and a list of the plugin framework are written alike; only how often a block must or may stand matters.
const requiredAlike = (a, b) => Boolean(a.min) === Boolean(b.min);

function blockEdit(name, newer, older) {
  if (!newer) return `${name}=${blockText(older, spelledOut)}`;
  if (!requiredAlike(newer, older) && bounds(newer) !== bounds(older)) return `${name}=${blockText({ ...older, block: older.block }, spelledOut)}`;
  const inner = edits(newer.block, older.block);
  return inner ? `${name}~(${inner})` : null;
}

function edits(newer, older) {
  const names = (block) => [...Object.keys(block.attributes || {}), ...Object.keys(block.blocks || {})];
  const kept = new Set(names(older));
  const gone = names(newer).filter((name) => !kept.has(name)).sort().map((name) => `-${name}`);
  const attributes = byName(older.attributes).map(([name, attribute]) => {
    // The generator gave up on a recursive block: it is there, and more is not known.
    if (attribute.type === 'dynamic' && newer.blocks?.[name]) return null;
    return attributeEdit(name, newer.attributes?.[name], attribute);
  });
  const blocks = byName(older.blocks).map(([name, block]) => blockEdit(name, newer.blocks?.[name], block));
  return [...gone, ...attributes, ...blocks].filter(Boolean).join(' ');
}

function lines(newer, older) {
  const provider = edits(newer.provider, older.provider);
  return [...types(newer, older), ...(provider ? [`p aws ${provider}`] : [])].sort();
}

function types(newer, older) {
  return Object.entries(KINDS).flatMap(([letter, kind]) => {
    const names = new Set([...Object.keys(newer[kind] || {}), ...Object.keys(older[kind] || {})]);
    return [...names].map((name) => {
      const [now, then] = [newer[kind]?.[name], older[kind]?.[name]];
      if (!then) return `${letter} ${name} -`;
      if (!now) return `${letter} ${name} =${itemsText(then, spelledOut)}`;
      const text = edits(now, then);
      return text && `${letter} ${name} ${text}`;
    });
  }).filter(Boolean);
}

function main([out, newerFile, older]) {
  const [olderFile, source] = older.split('=');
  const [newer, then] = [newerFile, olderFile].map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
  const written = lines(newer, then);
  assert(written.every((line) => /^[\x20-\x7e]+$/.test(line)), 'a line is not printable ASCII');
  const header = [
    '# groundrules schema difference 1 (docs/schema.md); written by scripts/update-schema, not by hand',
    `# provider aws ${then.version} from ${source}`,
    `# against aws ${newer.version}`,
  ];
  fs.writeFileSync(out, `${[...header, ...written].join('\n')}\n`);
}

main(process.argv.slice(2));
