// A stand-in for the CDK runtime that generated bindings import: whatever a getter of a generated class asks the runtime
// for comes back as a description of the attribute, {name, type}, instead of a token.
'use strict';
const Module = require('module');

// What a complex object or collection was made with. A symbol, because generated classes have members of every name.
const FACTS = Symbol('facts');

const describe = (name, type) => ({ name, type });

class Element {
  getStringAttribute(name) { return describe(name, 'string'); }
  getNumberAttribute(name) { return describe(name, 'number'); }
  getBooleanAttribute(name) { return describe(name, 'bool'); }
  getListAttribute(name) { return describe(name, ['list', 'string']); }
  getNumberListAttribute(name) { return describe(name, ['list', 'number']); }
  getStringMapAttribute(name) { return describe(name, ['map', 'string']); }
  getNumberMapAttribute(name) { return describe(name, ['map', 'number']); }
  getBooleanMapAttribute(name) { return describe(name, ['map', 'bool']); }
  getAnyMapAttribute(name) { return describe(name, ['map', 'dynamic']); }
  interpolationForAttribute(name) { return describe(name, null); }
  markWriteOnlyAttribute() { return { writeOnly: true }; }
}
class Root extends Element {}
class TerraformResource extends Root {}
class TerraformDataSource extends Root {}
class TerraformEphemeralResource extends Root {}
class TerraformProvider extends Root {}
class ComplexObject extends Element {
  constructor(parent, name, isSet, index) { super(); this[FACTS] = { name, isElement: index === 0 }; }
}
class Collection {
  constructor(parent, name, isSet) {
    this[FACTS] = { name, isSet: Boolean(isSet) };
    Object.assign(this, { wrapsSet: isSet, terraformAttribute: name, terraformResource: parent }); // generated `get` reads these
  }
}
class ComplexList extends Collection {}
class ComplexMap extends Collection {}
class MapList extends ComplexList {}

// A class whose instances describe a collection of plain values.
const plain = (type) => class {
  constructor(parent, name, isSet) { Object.assign(this, describe(name, type(isSet ? 'set' : 'list'))); }
};

const runtime = {
  TerraformResource, TerraformDataSource, TerraformEphemeralResource, TerraformProvider,
  ComplexObject, ComplexList, ComplexMap, MapList,
  StringMap: plain(() => ['map', 'string']),
  NumberMap: plain(() => ['map', 'number']),
  BooleanMap: plain(() => ['map', 'bool']),
  AnyMap: plain(() => ['map', 'dynamic']),
  StringMapList: plain((sequence) => [sequence, ['map', 'string']]),
  NumberMapList: plain((sequence) => [sequence, ['map', 'number']]),
  BooleanMapList: plain((sequence) => [sequence, ['map', 'bool']]),
  AnyMapList: plain((sequence) => [sequence, ['map', 'dynamic']]),
  StringListMap: plain(() => ['map', ['list', 'string']]),
  StringListList: plain((sequence) => [sequence, ['list', 'string']]),
  NumberListList: plain((sequence) => [sequence, ['list', 'number']]),
  // The bindings wrap the list they read from a set in `tolist`.
  Fn: { tolist: (value) => (Array.isArray(value?.type) && value.type[0] === 'list' ? { ...value, type: ['set', value.type[1]] } : value) },
  Token: Object.fromEntries(['asNumberList', 'asList', 'asAny', 'asString', 'asStringMap', 'asNumber'].map((name) => [name, (value) => value])),
  Tokenization: { isResolvable: () => false },
  canInspect: () => true,
  isComplexElement: () => false,
  propertyAccess: () => undefined,
  ImportableResource: class {},
};
for (const suffix of ['Terraform', 'HclTerraform']) {
  runtime[suffix === 'Terraform' ? 'listMapper' : 'listMapperHcl'] = (mapper, isBlock) => () => ({ isBlock });
  runtime[suffix === 'Terraform' ? 'hashMapper' : 'hashMapperHcl'] = () => () => ({});
  for (const leaf of ['string', 'number', 'boolean', 'any']) runtime[`${leaf}To${suffix}`] = (value) => value;
}

function install() {
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (request === 'cdktf' || request === 'cdktn') return runtime;
    if (request === 'constructs') return { Construct: class {} };
    return load.call(this, request, ...rest);
  };
}

// Stands for any value of any shape that a generated function may look into.
const anything = new Proxy({}, { get: (_, key) => (typeof key === 'symbol' ? undefined : anything) });

module.exports = { FACTS, Element, Root, Collection, install, anything, runtime };
