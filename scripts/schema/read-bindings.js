// read-bindings.js PACKAGE_DIR OUT.json: the schema of a Terraform provider, out of an unpacked package of generated CDK bindings.
//
// The provider's binary states its schema only when it runs, and that needs a registry; the bindings are the same facts, generated
// from `terraform providers schema -json` and published as a package. Every generated class is instantiated over a stand-in
// runtime, and its getters are evaluated: what a getter asks the runtime for tells name and type; whether a setter or `put`
// method stands beside it, and a `reset` method, tells whether it can be set and left out; the functions that synthesise HCL tell
// list from set from map. Comments in the generated files fill two gaps: `// x - computed: true, …` and `* x block`.
'use strict';
const fs = require('fs');
const path = require('path');
const { FACTS, Element, Root, Collection, install, anything, runtime } = require('./stand-in');
const { ComplexObject, ComplexList, ComplexMap } = runtime;

// Bodies of recursive blocks (wafv2 statements) name their own class; the providers stop at three levels.
const LEVELS_OF_RECURSION = 3;
// How the synthesis functions name storage that the getters do not tell.
const STORAGE = {
  string: 'string', number: 'number', boolean: 'bool', any: 'dynamic', stringList: 'string', numberList: 'number', stringMap: 'string',
  stringMapList: ['map', 'string'], stringMapMap: ['map', 'string'], numberMapList: ['map', 'number'], booleanMapList: ['map', 'bool'],
  stringListList: ['list', 'string'], numberListList: ['list', 'number'],
};
const RUNTIME_PROTOTYPES = new Set([Object, Element, Root, ...Object.values(runtime)].map((c) => c.prototype).filter(Boolean));

const capital = (word) => word[0].toUpperCase() + word.slice(1);
const synthesisName = (structName) => `${structName[0].toLowerCase()}${structName.slice(1)}ToHclTerraform`;
const wrap = (nesting, type) => (nesting === 'single' ? type : [nesting, type]);

// ---------------------------------------------------------------- what only the text tells
function textFacts(directory) {
  const facts = { flags: {}, blocks: {} };
  for (const entry of fs.readdirSync(directory, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.path, entry.name);
    if (entry.name.endsWith('.d.ts')) documentedBlocks(file, facts.blocks);
    else if (entry.name.endsWith('.js')) commentedFlags(file, facts.flags);
  }
  return facts;
}

function commentedFlags(file, flags) {
  let owner = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const start = /^class (\w+) extends/.exec(line);
    if (start) owner = start[1];
    const flag = /^ +\/\/ (\w+) - computed: (true|false), optional: (?:true|false), required: (?:true|false)/.exec(line);
    if (flag) (flags[owner] ||= {})[flag[1]] = { computed: flag[2] === 'true' };
  }
}

function documentedBlocks(file, blocks) {
  let owner = null;
  let pending = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const start = /^export interface (\w+)/.exec(line);
    const block = /^    \* (\w+) block$/.exec(line);
    if (start) owner = start[1];
    if (start || /^    \/\*\*/.test(line)) pending = null;
    if (block) pending = block[1];
    if (pending && /^    readonly /.test(line)) { (blocks[owner] ||= new Set()).add(pending); pending = null; }
  }
}

// ---------------------------------------------------------------- what the classes tell
class Binding {
  constructor(module, facts, where) { Object.assign(this, { module, facts, where }); }

  // The block that `object` stands for; null where a recursive block would go on for ever.
  block(object, interfaceName, enclosing = []) {
    const className = object.constructor.name;
    if (enclosing.filter((name) => name === className).length >= LEVELS_OF_RECURSION) return null;
    const context = {
      enclosing: [...enclosing, className],
      hcl: this.synthesised(object),
      flags: this.facts.flags[className] || {},
      documented: this.facts.blocks[interfaceName] || new Set(),
    };
    const result = { attributes: {}, blocks: {} };
    const members = membersOf(object);
    for (const [key, property] of members) {
      const isInput = key.endsWith('Input') && members.has(key.slice(0, -'Input'.length)) && !property.set;
      if (!property.get || isInput || key === 'internalValue') continue;
      const settable = Boolean(property.set) || members.has(`put${capital(key)}`);
      const required = settable && !members.has(`reset${capital(key)}`);
      this.member(property.get.call(object), { key, settable, required, optional: settable && !required }, context, result);
    }
    return result;
  }

  member(value, setting, context, result) {
    const name = value?.[FACTS]?.name ?? value?.name;
    if (typeof name !== 'string') throw new Error(`${this.where}: getter ${setting.key} tells no name`);
    const hcl = context.hcl[name];
    const computed = !setting.settable || (!setting.required && Boolean(context.flags[name]?.computed));
    const flags = { required: setting.required, optional: setting.optional, computed };
    if (!value[FACTS]) {
      result.attributes[name] = { ...flags, type: attributeType(value, hcl), write_only: hcl?.value?.writeOnly === true };
      return;
    }
    const element = value instanceof ComplexList ? value.get(0) : value instanceof ComplexMap ? value.get('key') : value;
    const block = this.block(element, structName(element), context.enclosing);
    if (!block) return;
    const nesting = nestingOf(value, hcl);
    if (setting.settable && (context.documented.has(name) || hcl?.value?.isBlock === true)) {
      const max = value instanceof ComplexObject ? 1 : 0;
      result.blocks[name] = { nesting, min: setting.required ? 1 : 0, max, block };
    } else {
      result.attributes[name] = { ...flags, type: wrap(nesting, objectType(block)) };
    }
  }

  // What the generated synthesis function says about each member: {type, storageClassType, isBlock, value}.
  synthesised(object) {
    if (object instanceof Root) return synthesiseRoot(object);
    return this.module[synthesisName(structName(object))]?.(anything) || {};
  }

  // Getters of a provider's class return plain values, so its schema comes from the synthesis alone.
  provider(object, interfaceName) {
    return this.fromSynthesis(synthesiseRoot(object), interfaceName);
  }

  fromSynthesis(hcl, interfaceName) {
    const result = { attributes: {}, blocks: {} };
    for (const [name, member] of Object.entries(hcl)) {
      if (name === 'alias' && interfaceName.endsWith('ProviderConfig')) continue; // Terraform's own
      if (!member.isBlock) {
        result.attributes[name] = { type: storageType(member, 'string'), optional: true };
        continue;
      }
      const nesting = member.type === 'struct' ? 'single' : member.type;
      const struct = member.storageClassType.replace(/List$/, '');
      const block = this.fromSynthesis(this.module[synthesisName(struct)](anything), struct);
      if (this.facts.blocks[interfaceName]?.has(name)) result.blocks[name] = { nesting, min: 0, max: 0, block };
      else result.attributes[name] = { type: wrap(nesting, objectType(block)), optional: true };
    }
    return result;
  }
}

const structName = (object) => object.constructor.name.replace(/OutputReference$/, '');

function membersOf(object) {
  const members = new Map();
  for (let p = Object.getPrototypeOf(object); p && !RUNTIME_PROTOTYPES.has(p); p = Object.getPrototypeOf(p)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(p))) if (!members.has(key)) members.set(key, property);
  }
  return members;
}

// Unset members are dropped by the synthesis, so every private field is set to something while it runs.
function synthesiseRoot(object) {
  const unset = Object.keys(object).filter((key) => key.startsWith('_') && object[key] === undefined);
  const complex = Object.entries(object).filter(([, value]) => value instanceof ComplexObject || value instanceof Collection);
  for (const key of unset) object[key] = anything;
  for (const [key] of complex) object[key] = { internalValue: anything };
  try {
    return object.synthesizeHclAttributes?.() || {};
  } finally {
    for (const key of unset) object[key] = undefined;
    for (const [key, value] of complex) object[key] = value;
  }
}

function storageType(hcl, fallback) {
  const inner = STORAGE[hcl.storageClassType] || fallback;
  return hcl.type === 'simple' ? inner : [hcl.type, inner];
}

// The getters are right about what is read (`list` of maps too); the synthesis knows sets, and collections of collections.
function attributeType(value, hcl) {
  const { type } = value;
  if (hcl?.storageClassType === 'any' || (type === null && !hcl)) return 'dynamic';
  if (hcl && Array.isArray(STORAGE[hcl.storageClassType])) return [hcl.type === 'simple' ? 'list' : hcl.type, STORAGE[hcl.storageClassType]];
  if (hcl?.type === 'set' && Array.isArray(type) && type[0] === 'list') return ['set', type[1]];
  return type === null ? 'dynamic' : type;
}

function nestingOf(value, hcl) {
  if (value instanceof ComplexMap) return 'map';
  if (hcl) return hcl.type === 'struct' ? 'single' : hcl.type;
  if (value instanceof ComplexList) return value[FACTS].isSet ? 'set' : 'list';
  return value[FACTS].isElement ? 'list' : 'single';
}

function objectType(block) {
  const members = Object.entries(block.attributes).map(([name, attribute]) => [name, attribute.type]);
  const nested = Object.entries(block.blocks).map(([name, b]) => [name, wrap(b.nesting, objectType(b.block))]);
  return ['object', Object.fromEntries([...members, ...nested])];
}

// ---------------------------------------------------------------- a package
function readPackage(library) {
  const schema = { version: null, provider: { attributes: {} }, resources: {}, data_sources: {}, ephemeral: {} };
  const noConfiguration = new Proxy({}, { get: () => undefined });
  for (const entry of fs.readdirSync(library, { withFileTypes: true })) {
    const directory = path.join(library, entry.name);
    const index = path.join(directory, 'index.js');
    if (!entry.isDirectory() || entry.name === 'provider-functions' || !fs.existsSync(index)) continue;
    const module = require(index);
    const facts = textFacts(directory);
    for (const [className, Class] of Object.entries(module)) {
      if (typeof Class !== 'function' || !(Class.prototype instanceof Root) || !Class.tfResourceType) continue;
      const object = new Class({}, 'x', noConfiguration);
      const binding = new Binding(module, facts, Class.tfResourceType);
      if (object instanceof runtime.TerraformProvider) { schema.provider = binding.provider(object, `${className}Config`); continue; }
      const kind = object instanceof runtime.TerraformDataSource ? 'data_sources'
        : object instanceof runtime.TerraformEphemeralResource ? 'ephemeral' : 'resources';
      schema[kind][Class.tfResourceType] = binding.block(object, `${className}Config`);
      schema.version ||= /providerVersion: '([^']+)'/.exec(fs.readFileSync(index, 'utf8'))?.[1] ?? null;
    }
    for (const loaded of Object.keys(require.cache)) if (loaded.startsWith(directory)) delete require.cache[loaded]; // frees memory
  }
  if (!schema.version) throw new Error(`${library} does not name the provider's version`);
  return schema;
}

install();
const [packageDirectory, out] = process.argv.slice(2);
fs.writeFileSync(out, JSON.stringify(readPackage(path.join(path.resolve(packageDirectory), 'lib'))));
