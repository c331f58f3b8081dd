import { type Network, networkOf, parseAddress } from '../addresses.ts';
import { columnOf } from '../compile/names.ts';
import { asText } from '../compile/textOperators.ts';
import { noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, toCells } from '../plan.ts';
import { eachRow, notImplemented, overRows, refused, type Scope, scalar, tabular } from '../scope.ts';
import { kindOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { outputOf } from './columns.ts';

/** `ipv4_lookup` and `ipv6_lookup`: the rows of a table of networks that an address lies in; without further keys. */
export function addressLookup(node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope, version: 4 | 6): Plan {
  const [tableNode, addressNode, networkNode, ...others] = given;
  if (tableNode === undefined || addressNode === undefined || networkNode === undefined)
    throw refused('An argument is missing.', node, scope);
  const networks = tabular(tableNode, scope);
  const inner = overRows(scope, input);
  const address = asText(scalar(addressNode, inner));
  const network = columnOf(nameOf(networkNode), networks);
  if (network === undefined) throw refused(`There is no column \`${nameOf(networkNode)}\` here.`, networkNode, scope);
  const unmatched = others.length === 1 && keepsUnmatched(others[0], node, scope);
  const output = outputOf(node);
  if (output.length !== input.columns.length + networks.columns.length)
    throw notImplemented('This form of the plugin', node, scope);
  return cellsPlan(output, () => {
    const text = asText(network);
    const rows = networks.rows().flatMap((row) => {
      const found = networkOf(text(row), version);
      return found === undefined ? [] : [{ found, cells: toCells(networks)(row) }];
    });
    const nothing: Cells = networks.columns.map(({ type }) => (type === 'string' ? '' : null));
    const cellsOf = toCells(input);
    const made: Cells[] = [];
    eachRow(inner, input.rows(), (row) => {
      const own = parseAddress(address(row), version);
      const hits = own === undefined ? [] : rows.filter(({ found }) => isIn(own, found, version));
      scope.context.budget.rows(Math.max(1, hits.length), output.length);
      for (const { cells } of hits) made.push([...cellsOf(row), ...cells]);
      if (hits.length === 0 && unmatched) made.push([...cellsOf(row), ...nothing]);
    });
    return made;
  });
}

function keepsUnmatched(option: Syntax | undefined, node: Syntax, scope: Scope): boolean {
  if (option === undefined || kindOf(option) !== 'SimpleNamedExpression' || nameOf(option) !== 'return_unmatched') {
    throw notImplemented('The plugin with these arguments', node, scope);
  }
  return scalar(partOf(option, 'Expression'), scope).evaluate(noRow) === true;
}

function isIn(address: bigint, { address: network, prefix }: Network, version: 4 | 6): boolean {
  const shift = BigInt((version === 4 ? 32 : 128) - prefix);
  return address >> shift === network >> shift;
}
