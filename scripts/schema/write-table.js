// write-table.js OUT.table NAME=SCHEMA.json=SOURCE...: one table out of the schemas of some providers. What was written is read
// again and compared before the file is put in place.
'use strict';
const assert = require('assert');
const fs = require('fs');
const { KINDS, write, read } = require('./table');

// What the generators of the bindings give up on and type as `any`.
const CORRECTIONS = {
  aws(schema) {
    const { resources } = schema;
    // The recursive `statement` of the older web ACL resources: the newest one has it as blocks.
    const statement = resources.aws_wafv2_web_acl_rule.blocks.statement;
    for (const type of ['aws_wafv2_web_acl', 'aws_wafv2_rule_group']) {
      const rule = resources[type].blocks.rule.block;
      assert.strictEqual(rule.attributes.statement.type, 'dynamic', `${type} has changed`);
      delete rule.attributes.statement;
      rule.blocks.statement = { ...statement, nesting: 'list', min: 0, max: 1 };
    }
    // A block whose members nobody tells: a list of anything, see docs/schema.md.
    for (const type of ['aws_quicksight_analysis', 'aws_quicksight_dashboard', 'aws_quicksight_template']) {
      const { definition } = resources[type].attributes;
      assert.strictEqual(definition.type, 'dynamic', `${type} has changed`);
      definition.type = ['list', 'dynamic'];
    }
  },
};

function main([out, ...inputs]) {
  const table = Object.fromEntries(Object.values(KINDS).map((kind) => [kind, {}]));
  const header = ['# groundrules schema table 1 (docs/schema.md); written by scripts/update-schema, not by hand'];
  for (const input of inputs) {
    const [name, file, source] = input.split('=');
    const schema = JSON.parse(fs.readFileSync(file, 'utf8'));
    CORRECTIONS[name]?.(schema);
    table.providers[name] = schema.provider;
    for (const kind of ['resources', 'data_sources', 'ephemeral']) Object.assign(table[kind], schema[kind]);
    const [resources, dataSources, ephemeral] = ['resources', 'data_sources', 'ephemeral'].map((kind) => Object.keys(schema[kind]).length);
    header.push(`# provider ${name} ${schema.version} from ${source}`);
    header.push(`# count ${name} ${resources} resources, ${dataSources} data sources, ${ephemeral} ephemeral`);
  }
  const lines = write(table);
  assert.deepStrictEqual(plain(read(lines)), plain(table), 'what was written does not read as it was');
  assert(lines.every((line) => /^[\x20-\x7e]+$/.test(line)), 'a line is not printable ASCII');
  fs.writeFileSync(out, `${[...header, ...lines].join('\n')}\n`);
}

// The same shape for both sides of the comparison: every member present, defaults written out.
function plain(table) {
  return Object.fromEntries(Object.entries(table).map(([kind, types]) => [kind, mapValues(types, plainBlock)]));
}

function plainBlock(block) {
  return {
    attributes: mapValues(block.attributes, ({ type, required = false, optional = false, computed = false, write_only: writeOnly = false }) =>
      ({ type, required, optional, computed, writeOnly })),
    blocks: mapValues(block.blocks || {}, ({ nesting, min = 0, max = 0, block: body }) =>
      ({ nesting, min, max: nesting === 'single' ? 1 : max, body: plainBlock(body) })),
  };
}

const mapValues = (object, f) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));

main(process.argv.slice(2));
