import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import type { SigmaFile } from '../../sigma/parse.ts';
import type { SigmaRule } from '../../sigma/rule.ts';

/** The rule whose document holds the offset; after the last line of one it is still that one. */
export function ruleAt(file: SigmaFile, offset: number): SigmaRule | undefined {
  return file.rules.findLast(({ range }) => range.start <= offset) ?? file.rules[0];
}

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
