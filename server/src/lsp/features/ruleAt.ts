import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import { keysAt } from '../../checks/schemaDocs.ts';
import type { SigmaFile } from '../../sigma/parse.ts';
import type { SigmaRule } from '../../sigma/rule.ts';

/** The rule whose document holds the offset; undefined in a document of the file that is no rule. */
export function ruleAt({ documents, rules }: SigmaFile, offset: number): SigmaRule | undefined {
  const index = documents.findLastIndex(({ range }) => range.start <= offset);
  return rules.find((rule) => rule.index === Math.max(0, index));
}

/** Whether the offset is in a document of the file that is something else, rather than a rule that has just been begun. */
export function isForeign(file: SigmaFile, offset: number): boolean {
  if (ruleAt(file, offset)) return false;
  const root = file.documents.findLast(({ range }) => range.start <= offset)?.root;
  if (root?.kind !== 'mapping') return false;
  const known = new Set(kinds.flatMap((kind) => keysAt(kind, []).map(({ key }) => key)));
  return root.entries.some(
    ({ key, value }) => key.kind === 'scalar' && value.range.end < offset && !known.has(key.text),
  );
}

const kinds = ['detection', 'correlation', 'filter'] as const;

/** A rule's log source by its names alone. */
export function logsourceOf(rule: SigmaRule | undefined): LogsourceKey {
  if (!rule || rule.kind === 'correlation') return {};
  const { category, product, service } = rule.logsource;
  return {
    ...(category && { category: category.value }),
    ...(product && { product: product.value }),
    ...(service && { service: service.value }),
  };
}
