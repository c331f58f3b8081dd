import { asimParser } from '../../catalog/asim.ts';
import { targets } from '../../catalog/target.ts';
import { fieldsOf, type LogsourceKey } from '../../catalog/taxonomy.ts';
import { columnsOf, type FieldColumn } from '../../kql/fieldMapping.ts';
import { targetTitles } from './fieldColumns.ts';
import { code, escapeMarkdown, prose } from './markdown.ts';

/** A field: what it becomes in each target, and how real rules use it. `list`: beside a completion there is no room for a table. */
export function fieldMarkdown(field: string, logsource: LogsourceKey, layout: 'table' | 'list' = 'table'): string {
  const source = [logsource.product, logsource.category, logsource.service].filter(Boolean).join(' / ');
  const title = `**${code(field)}**${source === '' ? '' : ` in ${escapeMarkdown(source)}`}`;
  const columns = columnsOf(logsource, field);
  return [title, layout === 'table' ? columnTable(columns) : columnList(columns), usage(field, logsource)].join('\n\n');
}

function columnTable(columns: readonly FieldColumn[]): string {
  const rows = targets.flatMap((target) => {
    const found = columns.filter((column) => column.target === target);
    if (found.length === 0) return [`| ${targetTitles[target]} | | none: such a rule has no query here |`];
    return found.map(({ table, column, type, approximate }) => {
      const note = approximate === undefined ? '' : ` (approximately: ${cell(prose(approximate))})`;
      return `| ${targetTitles[target]} | ${type} | ${cell(code(tableName(table)))} · ${cell(code(column))}${note} |`;
    });
  });
  return ['| Target | Type | Column |', '|---|---|---|', ...rows].join('\n');
}

function columnList(columns: readonly FieldColumn[]): string {
  const items = targets.flatMap((target) => {
    const found = columns.filter((column) => column.target === target);
    if (found.length === 0) return [`- ${targetTitles[target]}: none, such a rule has no query here`];
    return found.map(({ table, column, type, approximate }) => {
      const note = approximate === undefined ? '' : `. Approximately: ${prose(approximate)}`;
      return `- ${targetTitles[target]}: ${code(tableName(table))} · ${code(column)}, ${type}${note}`;
    });
  });
  return items.join('\n');
}

/** An ASIM parser as queries name it. */
function tableName(table: string): string {
  return asimParser(table)?.workspaceName ?? table;
}

function usage(field: string, logsource: LogsourceKey): string {
  const found = fieldsOf(logsource).find(({ name }) => name === field);
  if (!found) return 'No rule of SigmaHQ for this log source uses it, and Sigma’s taxonomy doesn’t name it.';
  if (found.rules === 0) return 'Sigma’s taxonomy has it; no rule of SigmaHQ for this log source uses it.';
  const chains = found.modifiers
    .slice(0, shownChains)
    .map(({ chain, uses }) => `${chain === '' ? 'no modifier' : code(chain)} ${uses.toLocaleString('en')}×`);
  const rules = `${found.rules.toLocaleString('en')} ${found.rules === 1 ? 'rule' : 'rules'}`;
  return `Used by ${rules} of SigmaHQ for this log source${chains.length > 0 ? `: ${chains.join(', ')}.` : '.'}`;
}

const shownChains = 5;

/** A bar would end the cell of a table, even inside a code span. */
function cell(text: string): string {
  return text.replace(/(?<!\\)\|/g, '\\|');
}
